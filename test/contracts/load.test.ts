import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadContracts, loadPack } from '../../contracts/load.ts';
import { InvalidPack } from '../../contracts/problems.ts';
import { fullPack, pack } from './pack-text.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dutybell-packs-'));
});
afterEach(async () => rm(folder, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** What is wrong, with the folder's name left out. */
async function refusal(): Promise<string> {
  const error = await loadContracts(folder).catch((reason: unknown) => reason);
  if (!(error instanceof InvalidPack)) throw error;
  return error.message.replaceAll(`${folder}/`, '');
}

const people = (key: string, contract: string, chat = contract) =>
  `people: [{ key: ${key}, name: Li, roles: [engineer] }]\nchats: [{ key: ${chat}, title: Ops, contract: ${contract} }]\n`;
const other = pack.replace('id: demo', 'id: other').replace('DM', 'OT');

test('packs are read with what they include and with their people; the folder of shared files is no pack', async () => {
  await write({
    'a.yaml': `include: [shared/undo.yaml]\n${pack.replace('undoWithin: 2m\n', '')}`,
    'shared/undo.yaml': 'undoWithin: 7m\n',
    'demo/demo.people.yaml': people('li', 'demo'),
    'b.yaml': other,
  });
  const loaded = await loadContracts(folder);
  expect(loaded).toMatchObject([
    {
      contract: { id: 'demo', undoWithinMs: 7 * 60_000 },
      value: { undoWithin: '7m' },
      people: { people: [{ key: 'li' }] },
    },
    { contract: { id: 'other' }, body: other },
  ]);
  expect(loaded[1]).not.toHaveProperty('people');
});

test.each([
  ['id', pack.replace('DM', 'XX')],
  ['prefix of ticket numbers', pack.replace('id: demo', 'id: other')],
])('two packs with one %s are refused', async (_name, twin) => {
  await write({ 'a.yaml': pack, 'b.yaml': twin });
  expect(await refusal()).toBe('b.yaml:1:1: a.yaml has the same id or numberPrefix; give each contract its own');
});

test('one person of two contracts is refused, since one sandbox shows them all', async () => {
  await write({
    'a.yaml': pack,
    'b.yaml': other,
    'demo/demo.people.yaml': people('li', 'demo'),
    'demo/other.people.yaml': people('li', 'other'),
  });
  expect(await refusal()).toBe(
    'demo/other.people.yaml:1:1: the person "li" is also in demo/demo.people.yaml; give one of them another key',
  );
});

test('people are checked against the pack that they belong to', async () => {
  const wrong = `${people('li', 'demo')}rotas: [{ rota: dawn, from: 2026-01-01, people: [li] }]\n`;
  await write({ 'a.yaml': fullPack, 'demo/demo.people.yaml': wrong });
  expect(await refusal()).toBe(
    'demo/demo.people.yaml:3:17: rotas[0].rota: there is no rota dawn; use one of day, night, weekend',
  );
});

test('a file that a pack includes and nobody has made is named', async () => {
  await write({ 'a.yaml': `include: [shared/gone.yaml]\n${pack}` });
  await expect(loadPack(join(folder, 'a.yaml'))).rejects.toThrow(
    'a.yaml:1:11: include[0]: there is no file shared/gone.yaml',
  );
});
