import { pino } from 'pino';
import { expect, test } from 'vitest';
import { warnOfDingtalk, warnOfTime } from '../../bot/start-warnings.ts';
import { loadContracts } from '../../contracts/load.ts';
import { parseCivil } from '../../domain/civil.ts';
import { chatId, contractId } from '../../domain/types.ts';
import { CAPABLE } from './fake-platform.ts';

const contracts = (await loadContracts('contracts')).map(({ contract }) => contract);
/** Long after the end of each. */
const LATE = parseCivil('2040-01-02', '09:00');

test('at the start packs without a group are put into one line, and those that are used speak for themselves', async () => {
  const lines: { code: string; contracts?: readonly string[]; contractId?: string }[] = [];
  const warned = async (platform: string, reachesRealPeople = true) => {
    lines.length = 0;
    await warnOfTime(contracts, {
      store: {
        chatsOf: async (contract) =>
          contract === 'guangzhou-credit'
            ? [{ id: chatId('wecom', 'wrOPS'), platform: 'wecom', externalId: 'wrOPS', kind: 'group', title: '' }]
            : [],
      },
      platforms: [{ name: platform, capabilities: { ...CAPABLE, reachesRealPeople } }],
      now: LATE,
      log: { warn: (fields: (typeof lines)[number]) => void lines.push(fields) },
    });
    return lines;
  };
  const used = await warned('wecom');
  const idle = used.filter(({ code }) => code === 'idle_packs_aged');
  expect(idle).toHaveLength(1);
  expect(idle[0]?.contracts).toHaveLength(contracts.length - 1);
  const others = used.filter(({ code }) => code !== 'idle_packs_aged');
  expect(others).not.toEqual([]);
  expect(new Set(others.map((line) => line.contractId))).toEqual(new Set([contractId('guangzhou-credit')]));

  expect(await warned('dingtalk')).toMatchObject([{ code: 'idle_packs_aged' }]);
  const trial = await warned('wecom', false);
  expect(trial, 'whoever tries the samples does not read ten warnings first').toMatchObject([
    { code: 'idle_packs_aged' },
  ]);
});

test.each<[string, Parameters<typeof warnOfDingtalk>[0], string[]]>([
  ['nothing', { robots: new Map() }, ['dingtalk_no_template: people type commands', 'dingtalk_no_robot']],
  [
    'no template, and pages that people reach',
    { robots: new Map([['*', { accessToken: 'token' }]]), publicUrl: 'https://dutybell.example.gov.cn' },
    ['dingtalk_no_template: people type commands, or open links in their own chats'],
  ],
  [
    'no template, and pages that others could read',
    { robots: new Map([['*', { accessToken: 'token' }]]), publicUrl: 'http://dutybell.example.gov.cn' },
    ['dingtalk_no_template: people type commands'],
  ],
  ['no custom robot', { cardTemplateId: 'x.schema', robots: new Map() }, ['dingtalk_no_robot']],
  ['everything', { cardTemplateId: 'x.schema', robots: new Map([['*', { accessToken: 'token' }]]) }, []],
])('at the start it is said what people will miss on DingTalk with %s', (_name, settings, expected) => {
  const lines: string[] = [];
  warnOfDingtalk(settings, pino({ base: null }, { write: (line) => void lines.push(line) }));
  const warned = lines.map((line): { code: string; msg: string } => JSON.parse(line));
  expect(warned.map(({ code, msg }) => [code, ...msg.split(': ').slice(1)].join(': '))).toEqual(expected);
});
