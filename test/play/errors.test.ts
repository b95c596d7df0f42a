import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../bot/play/parse.ts';
import { InvalidScenario } from '../../bot/play/problems.ts';

const HEAD = `name: 一个场景
start: 2026-03-03T09:00:00+08:00
chats:
  ops: {contract: guangzhou-credit}
people:
  wang: {name: 王敏, role: reporter}
  li: {name: 李工, role: engineer, duty: 1}
timeline:
`;
const FIRST_STEP_LINE = 9;

function problemsOf(text: string) {
  try {
    parseScenario(text, { file: 'broken.yaml', contracts: ['guangzhou-credit'] });
  } catch (error) {
    if (error instanceof InvalidScenario) return error.problems;
    throw error;
  }
  return [];
}

describe('a step that can not be played is refused with its line and a remedy', () => {
  test.each([
    ['an alert without a name', '{at: "09:00", alert: {state: firing}}', /name: it is missing/, /write a string/],
    ['a finding of nobody', '{at: "09:00", finding: late}', /by: it is missing/, /write a string/],
    [
      'an exemption without a reason',
      '{at: "09:00", by: wang, exempt: {rule: R}}',
      /reason: it is missing/,
      /write a string/,
    ],
    [
      'a score of no period',
      '{at: "09:00", expect: {score: {table: T, period: soon}}}',
      /write a period such as/,
      /shows the form of every key/,
    ],
    ['a step without any kind', '{at: "09:00", by: wang}', /does nothing/, /give it one of/],
    ['a misspelt key', '{at: "09:00", by: wang, say: 你好, repyl_to: last}', /unknown key `repyl_to`/, /spelling/],
    [
      'somebody who is not in the cast',
      '{at: "09:00", by: nobody, say: 你好}',
      /no person `nobody`/,
      /known: wang, li/,
    ],
    ['a chat that is not there', '{at: "09:00", by: wang, in: lobby, say: 你好}', /no chat `lobby`/, /known: ops/],
    ['no speaker', '{at: "09:00", say: 你好}', /by: it is missing/, /write a string/],
    ['a time that is none', '{at: "25:99", by: wang, say: 你好}', /`25:99` is no time/, /write 09:04:10/],
    ['a time before the start', '{at: "08:59:59", by: wang, say: 你好}', /before the step above/, /write the date/],
    [
      'a status that does not exist',
      '{at: "09:00", expect: {ticket: {status: finished}}}',
      /status/,
      /write one of: open, acknowledged/,
    ],
    [
      'an expectation that does not exist',
      '{at: "09:00", expect: {tikets: 1}}',
      /unknown key `tikets`/,
      /docs\/scenarios\.md/,
    ],
    [
      'a clock that does not exist',
      '{at: "09:00", expect: {clocks: {arival: {state: met}}}}',
      /no clock `arival`/,
      /arrive, resolve/,
    ],
    [
      'a duration that is none',
      '{at: "09:00", expect: {clocks: {arrive: {used: 5 minutes}}}}',
      /`5 minutes` is no duration/,
      /./,
    ],
    [
      'an expected person who is not there',
      '{at: "09:00", expect: {private: {to: qian}}}',
      /no person `qian`/,
      /known: wang, li/,
    ],
    ['only one at once', '{at: "09:00", at_once: [{by: li, tap: acknowledge}]}', /at_once/, /at least one/],
    ['a down that says when to come up', '{at: "09:00", down: 10m}', /down/, /./],
  ])('%s', (_name, step, problem, remedy) => {
    const found = problemsOf(`${HEAD}  - ${step}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ file: 'broken.yaml', line: FIRST_STEP_LINE });
    expect(found[0]?.column).toBeGreaterThan(1);
    expect(found[0]?.problem).toMatch(problem);
    expect(found[0]?.remedy).toMatch(remedy);
  });
});

describe('a head that can not be played', () => {
  test.each([
    ['no name', HEAD.replace('name: 一个场景\n', ''), 1, /name: it is missing/],
    ['an unknown contract', HEAD.replace('guangzhou-credit', 'gz'), 4, /no contract pack `gz`/],
    ['a role that does not exist', HEAD.replace('role: reporter', 'role: boss'), 6, /people\.wang\.role/],
    ['a start that is no time', HEAD.replace('2026-03-03T09:00:00+08:00', 'today'), 2, /`today` is no time/],
    ['a group called private', HEAD.replace('ops:', 'private:'), 4, /`private` is no name for a group/],
    ['broken YAML', HEAD.replace('chats:', 'chats: ]'), 3, /./],
  ])('%s', (_name, head, line, problem) => {
    const found = problemsOf(`${head}  - {at: "09:00", expect: {tickets: 0}}\n`);
    expect(found[0]?.problem).toMatch(problem);
    expect(found[0]?.line).toBe(line);
    expect(found[0]?.remedy).not.toBe('');
  });

  test('all problems are told at once, in the order of the file', () => {
    const found = problemsOf(
      `${HEAD}  - {at: "09:00", by: nobody, say: 你好}\n  - {at: "09:01", alert: {}}\n  - {at: "later", say: 1}\n`,
    );
    expect(found.map(({ line }) => line)).toEqual([9, 10, 11, 11]);
  });
});

describe('times', () => {
  const steps = (text: string) =>
    parseScenario(HEAD + text, { file: 'good.yaml', contracts: ['guangzhou-credit'] }).steps;

  test('without a date they belong to the day of the step before', () => {
    const [first, second, third] = steps(
      '  - {at: "23:59:59.999", expect: {}}\n  - {at: "2026-03-04T00:00", expect: {}}\n  - {at: "9:04:10", expect: {}}\n',
    );
    expect(first?.at).toBe(Date.UTC(2026, 2, 3, 15, 59, 59, 999));
    expect(second?.at).toBe(Date.UTC(2026, 2, 3, 16));
    expect(third?.at).toBe(Date.UTC(2026, 2, 4, 1, 4, 10));
  });

  test('an absent time is that of the step before, `+` counts from it', () => {
    const [first, second, third] = steps('  - {expect: {}}\n  - {at: "+1h30m", expect: {}}\n  - {run_until: "+1ms"}\n');
    expect(first?.at).toBe(Date.UTC(2026, 2, 3, 1));
    expect(second?.at).toBe(Date.UTC(2026, 2, 3, 2, 30));
    expect(third?.at).toBe(Date.UTC(2026, 2, 3, 2, 30, 0, 1));
  });
});
