import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PLAY_INSTANCE } from '../../bot/play/stage.ts';
import { openStore } from '../../db/open.ts';

const CLI = join(import.meta.dirname, '../../bot/cli.ts');
const SCENARIOS = join(import.meta.dirname, '../scenarios');
const MAIN_JOB = join(SCENARIOS, '01-main-job.yaml');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dutybell-play-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const failed = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

async function dutybell(...args: string[]): Promise<Ended> {
  try {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    return { code: 0, ...(await promisify(execFile)(process.execPath, [CLI, ...args], options)) };
  } catch (error) {
    return failed.parse(error);
  }
}

async function scenario(
  name: string,
  timeline: string,
  {
    chats = '{ops: {contract: guangzhou-credit}}',
    people = '{wang: {name: 王敏, role: reporter}, li: {name: 李工, role: engineer, duty: 1}}',
  } = {},
): Promise<string> {
  const file = join(folder, name);
  const head = `name: ${name}
start: 2026-03-03T09:00:00+08:00
chats: ${chats}
people: ${people}
timeline:
`;
  await writeFile(file, head + timeline);
  return file;
}

describe('play', () => {
  test('prints what people saw and ends with 0 when everything was as expected', async () => {
    const { code, stdout } = await dutybell('play', MAIN_JOB);
    expect(code).toBe(0);
    expect(stdout).toContain('王敏: @值班铃 信用广州网站打不开了，大厅没法办业务');
    expect(stdout).toContain('李工 ▸ 接单');
    expect(stdout).toMatch(/\nok\n/);
  });

  test('a failed expectation is told with file, line, expected and actual, and the exit code is 1', async () => {
    const file = await scenario(
      'wrong.yaml',
      `  - {at: "09:00", by: wang, in: ops, say: "@值班铃 信用广州网站打不开了"}
  - {at: "09:01", by: li, tap: acknowledge, expect: {ticket: {status: closed}, nags: 7}}
`,
    );
    const { code, stderr } = await dutybell('play', file);
    expect(code).toBe(1);
    expect(stderr).toContain(`${file}:7: ticket.status\n    expected: "closed"\n    actual:   "acknowledged"`);
    expect(stderr).toContain(`${file}:7: nags\n    expected: 7\n    actual:   0`);
  });

  test('a tap that no card can take is a failure of its line, not a crash', async () => {
    const file = await scenario('no-card.yaml', '  - {at: "09:00", by: li, in: ops, tap: acknowledge}\n');
    const { code, stderr } = await dutybell('play', file);
    expect(code).toBe(1);
    expect(stderr).toContain(`${file}:6: tap`);
  });

  test('so is one on a card that has lost its buttons since', async () => {
    const file = await scenario(
      'gone.yaml',
      `  - {at: "09:00", by: zhao, in: ops, say: "@值班铃 你好"}
  - {at: "09:01", by: zhao, tap: bind_chat, about: guangzhou-credit}
  - {at: "09:02", by: zhao, tap: bind_chat, about: guangzhou-credit, card: first}
`,
      { chats: '{ops: {contract: guangzhou-credit, bound: false}}', people: '{zhao: {name: 赵经理, role: manager}}' },
    );
    const { code, stderr } = await dutybell('play', file);
    expect(code).toBe(1);
    const expected = 'a card in ops that offers bind_chat to zhao';
    expect(stderr).toContain(`${file}:8: tap\n    expected: ${expected}\n    actual:   none`);
  });

  test('on WeCom prints what its messages are made of, and what stands in a drop-down', async () => {
    const { code, stdout } = await dutybell('play', '--platform', 'wecom', MAIN_JOB);
    expect(code).toBe(0);
    expect(stdout).toContain(
      '值班铃 [button_interaction; webhook text → li]: @李工 新故障 GZ-260303-01 信用广州网站：「打不开了，大厅没法办业务」。请于 09:05 前接单。',
    );
    expect(stdout).toMatch(/\[接单\] .*\[▾ 挂起\]/);
    expect(stdout).toMatch(/\nok\n/);
  });

  test('on a platform that there is none of is refused', async () => {
    const { code, stderr } = await dutybell('play', '--platform', 'icq', MAIN_JOB);
    expect(code).not.toBe(0);
    expect(stderr).toContain('write --platform sandbox or wecom');
  });

  test('a broken file is told with line and remedy, and the others are played', async () => {
    const file = await scenario('broken.yaml', '  - {at: "09:00", remind: {}}\n');
    const { code, stderr, stdout } = await dutybell('play', file, MAIN_JOB);
    expect(code).toBe(1);
    expect(stderr).toContain(`${file}:6:`);
    expect(stderr).toContain('remedy: give it one of: say, tap');
    expect(stdout).toMatch(/\nok\n/);
  });
});

describe('play --json', () => {
  const result = z.object({
    ok: z.boolean(),
    messages: z.array(z.object({ at: z.string(), by: z.string().nullable(), text: z.string() })),
    cards: z.array(z.object({ badge: z.string().nullable() })),
    tickets: z.array(z.object({ number: z.string(), status: z.string(), rating: z.number().nullable() })),
    clocks: z.array(z.object({ clock: z.string(), state: z.string(), used_ms: z.number() })),
    nags: z.array(z.unknown()),
    inspections: z.array(z.object({ plan: z.string(), state: z.string(), due_at: z.string() })),
    deliverables: z.array(z.object({ plan: z.string(), state: z.string(), due_at: z.string() })),
    scores: z.array(
      z.object({ period: z.string(), parts: z.array(z.object({ tables: z.array(z.object({ id: z.string() })) })) }),
    ),
    ledger: z.array(z.object({ seq: z.number(), type: z.string() })),
    verified: z.literal(true),
  });

  test('is one object with everything that happened, the same in every run', async () => {
    const [first, second] = await Promise.all([
      dutybell('play', '--json', MAIN_JOB),
      dutybell('play', '--json', MAIN_JOB),
    ]);
    expect(second.stdout).toBe(first.stdout);
    const played = result.parse(JSON.parse(first.stdout));
    expect(played).toMatchObject({
      ok: true,
      cards: [{ badge: '已办结' }],
      tickets: [{ number: 'GZ-260303-01', status: 'closed', rating: 5 }],
      nags: [],
    });
    expect(played.messages[0]).toMatchObject({ at: '2026-03-03T09:00:00+08:00', by: 'wang' });
    expect(played.clocks.find(({ clock }) => clock === 'resolve')).toMatchObject({
      state: 'met',
      used_ms: 55 * 60_000,
    });
    const scored = played.scores.flatMap(({ parts }) => parts.flatMap(({ tables }) => tables.map(({ id }) => id)));
    expect(scored).toContain('GZ-T1');
    expect(played.ledger.map(({ seq }) => seq)).toEqual(played.ledger.map((_entry, place) => place + 1));
  });

  test('of a broken file is an object too', async () => {
    const file = await scenario('broken-json.yaml', '  - {at: "soon", say: 1}\n');
    const { code, stdout } = await dutybell('play', '--json', file);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ file, ok: false, problems: [{ line: 6 }, { line: 6 }] });
  });
});

describe('play --db', () => {
  test('keeps what was played; a second play begins anew', async () => {
    const url = `file:${join(folder, 'kept.db')}`;
    for (let time = 0; time < 2; time += 1) expect((await dutybell('play', '--db', url, MAIN_JOB)).code).toBe(0);
    const store = await openStore(url, { clock: { now: () => 0 }, random: () => 0 });
    expect(await store.instance()).toEqual({ id: PLAY_INSTANCE });
    await store.close();
  });

  test('an installation that is called like plays were is none', async () => {
    const url = `file:${join(folder, 'named-play.db')}`;
    const store = await openStore(url, { clock: { now: () => 0 }, random: () => 0 });
    await store.migrate();
    await store.adoptInstance('play');
    expect((await dutybell('play', '--db', url, MAIN_JOB)).stderr).toContain('belongs to the installation play;');
    await store.close();
  });

  test("refuses the database of somebody's installation and leaves it as it is", async () => {
    const url = `file:${join(folder, 'real.db')}`;
    const store = await openStore(url, { clock: { now: () => 0 }, random: () => 0 });
    await store.migrate();
    await store.adoptInstance('gz-credit-1');
    const { code, stderr } = await dutybell('play', '--db', url, MAIN_JOB);
    expect(code).not.toBe(0);
    expect(stderr).toContain('belongs to the installation gz-credit-1');
    expect(await store.instance()).toEqual({ id: 'gz-credit-1' });
    await store.close();
  });
});
