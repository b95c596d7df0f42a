import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPack } from '../../contracts/load.ts';
import { POINT } from '../../domain/assessment/points.ts';
import { DAY, eventId, personId } from '../../domain/types.ts';
import { Desk } from './harness.ts';

const AFTER = Date.parse('2026-12-31T10:00:00+08:00');

/** A contract of one table with one item, so that nothing has to be graded before it is signed. */
async function signedDesk(): Promise<Desk> {
  const { contract } = await loadPack(join(import.meta.dirname, '../../contracts/guangzhou-credit.yaml'));
  const tables = contract.tables
    .filter(({ id }) => id === 'GZ-T1')
    .map((table) => ({
      ...table,
      sections: table.sections.map((section) => ({
        ...section,
        items: section.items.filter(({ id }) => id === 'GZ1.9'),
      })),
    }));
  const desk = await Desk.open({ tables });
  desk.now = AFTER;
  await desk.say('qian', '确认定稿');
  return desk;
}

async function signedLabel(desk: Desk): Promise<string> {
  const [signed] = await desk.store.signatures(desk.contract.id);
  if (signed?.doc.type !== 'signature') throw new Error('nothing is signed');
  return signed.doc.period;
}

async function recordLater(desk: Desk): Promise<void> {
  const [signature] = await desk.store.signatures(desk.contract.id);
  const day = new Date((signature?.at ?? 0) + DAY + 8 * 3_600_000).toISOString().slice(0, 10);
  await desk.say('qian', `记录 未巡检 ${day} 补查发现漏检`);
}

test('a signed card shown later tells what was signed, and nothing that came to light since', async () => {
  const desk = await signedDesk();
  const before = (await desk.say('qian', `定稿 ${await signedLabel(desk)}`)).card();
  expect(before.title).toContain('已定稿');
  await recordLater(desk);
  const after = (await desk.say('qian', `定稿 ${await signedLabel(desk)}`)).card();
  expect([after.lines, after.fields]).toEqual([before.lines, before.fields]);
});

test('the card of a proposed correction tells what was proposed', async () => {
  const desk = await signedDesk();
  await recordLater(desk);
  const proposed = (await desk.say('zhao', '更正')).card();
  await recordLater(desk);
  const said = await desk.say('qian', '不同意更正');
  const card = said.card();
  expect(card.lines).toEqual(proposed.lines);
  expect(card.fields).toContainEqual({ label: '不同意人', value: ['钱监理'] });
});

test('a score is called signed by the instants of its period, not by what the period is called', async () => {
  const desk = await signedDesk();
  const label = await signedLabel(desk);
  const isCalledSigned = async (period: string) =>
    JSON.stringify((await desk.say('zhao', `${period}评分`)).card()).includes('钱监理');
  expect([label, await isCalledSigned(label), await isCalledSigned('P1')]).toEqual([label, true, false]);
  const [signed] = await desk.store.signatures(desk.contract.id);
  if (signed?.doc.type !== 'signature') throw new Error('nothing is signed');
  const doc = { ...signed.doc, period: 'P1' };
  const next = { ...signed, id: `signature:${desk.contract.id}:1:2:0`, doc };
  const entry = { id: eventId('moved'), at: desk.now, by: personId('qian'), type: 'score_signed' };
  await desk.scene().commit({
    assessment: [{ next }],
    entries: [{ ...entry, recordId: next.id, about: next.at, said: doc }],
  });
  expect(await isCalledSigned('P1')).toBe(false);
});

test('a card to be signed is silent about money for which the price is missing', async () => {
  const { contract } = await loadPack(join(import.meta.dirname, '../../contracts/zhangjiagang-egov.yaml'));
  const tables = contract.tables.map((table) => ({
    ...table,
    sections: table.sections.map((section) => ({
      ...section,
      items: section.items.filter(({ id }) => id === 'ZA1.12' || id === 'ZA1.13'),
    })),
    base: 85 * POINT,
  }));
  const desk = await Desk.open({ tables });
  desk.now = AFTER;
  const card = (await desk.say('qian', '定稿')).card();
  expect(card.fields).toContainEqual({ label: '金额', value: ['按合同价的比例计算，合同价尚未录入'] });
});
