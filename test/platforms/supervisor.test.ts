import { describe, expect, test } from 'vitest';
import { HOUR, type Instant, MINUTE, SECOND } from '../../domain/types.ts';
import { type Loss, type SupervisedConnection, supervise } from '../../platforms/supervisor.ts';

const lost: Loss = { kind: 'lost', reason: 'broken' };
const kicked: Loss = { kind: 'kicked', reason: 'another one' };
const refused: Loss = { kind: 'refused', reason: 'bad secret' };

class Line implements SupervisedConnection {
  readonly #accepted = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<Loss>();
  readonly #retiring = Promise.withResolvers<Loss>();
  readonly accepted = this.#accepted.promise;
  readonly ended = this.#ended.promise;
  readonly retiring = this.#retiring.promise;
  closed = 0;
  readonly accept = this.#accepted.resolve;
  readonly end = this.#ended.resolve;
  readonly announce = this.#retiring.resolve;
  close(): void {
    this.closed += 1;
  }
}

/** A supervisor whose waits end when the test says so; time moves only by them. */
function stage(options: { random?: number; acceptWithinMs?: number; lingerMs?: number; open?: () => Line } = {}) {
  const lines: Line[] = [];
  const states: string[] = [];
  const losses: (Loss['kind'] | undefined)[] = [];
  const since: (Instant | undefined)[] = [];
  const logged: { level: string; code: unknown; retryInMs: unknown }[] = [];
  let now: Instant = 0;
  let wake: (() => void) | undefined;
  let waits: number | undefined;
  const note = (level: string) => (fields: object) =>
    void logged.push({ level, code: Reflect.get(fields, 'code'), retryInMs: Reflect.get(fields, 'retryInMs') });
  const supervisor = supervise<Line>({
    platform: 'fake',
    clock: { now: () => now },
    random: () => options.random ?? 0,
    pause(ms, signal) {
      const { promise, reject, resolve } = Promise.withResolvers<void>();
      waits = ms;
      wake = resolve;
      signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
      return promise;
    },
    log: { warn: note('warn'), error: note('error') },
    open:
      options.open ??
      (() => {
        const line = new Line();
        lines.push(line);
        return line;
      }),
    onState(state, reason, how, silentSince) {
      states.push(`${state}: ${reason}`);
      losses.push(how);
      since.push(silentSince);
    },
    ...(options.acceptWithinMs !== undefined && { acceptWithinMs: options.acceptWithinMs }),
    ...(options.lingerMs !== undefined && { lingerMs: options.lingerMs }),
  });
  return {
    supervisor,
    lines,
    states,
    losses,
    since,
    logged,
    /** The newest line. */
    async line(count: number): Promise<Line> {
      await expect.poll(() => lines.length).toBe(count);
      return lines[count - 1]!;
    },
    pass(ms: number) {
      now += ms;
    },
    /** How long it waits for the next line; the wait is over then. */
    async waited(): Promise<number> {
      await expect.poll(() => waits).toBeDefined();
      const ms = waits!;
      waits = undefined;
      now += ms;
      wake?.();
      return ms;
    },
  };
}

/** How long the waits are when each line ends like this, without ever being accepted. */
async function waitsAfter(losses: readonly Loss[], random: number): Promise<number[]> {
  const { line, supervisor, waited } = stage({ random });
  const waits: number[] = [];
  for (const [index, loss] of losses.entries()) {
    (await line(index + 1)).end(loss);
    waits.push(await waited());
  }
  await supervisor.stop();
  return waits;
}

test('how a line went is told, once for each kind in a row', async () => {
  const { line, losses, supervisor, waited } = stage();
  for (const [index, loss] of [lost, lost, refused, kicked].entries()) {
    (await line(index + 1)).end(loss);
    await waited();
  }
  expect(losses).toEqual(['lost', 'refused', 'kicked']);
  await supervisor.stop();
});

describe('patience', () => {
  const times = (loss: Loss, count: number) => Array.from({ length: count }, () => loss);

  test.each([
    ['lost, least', times(lost, 7), 0, [1, 2, 4, 8, 16, 30, 30].map((s) => s * SECOND)],
    ['lost, most', times(lost, 7), 1, [2, 4, 8, 16, 32, 60, 60].map((s) => s * SECOND)],
    ['kicked waits a minute at least', times(kicked, 5), 0, [1, 2, 4, 5, 5].map((m) => m * MINUTE)],
    ['kicked, most', times(kicked, 4), 1, [2, 4, 8, 10].map((m) => m * MINUTE)],
    ['bad credentials', times(refused, 2), 1, [10, 10].map((m) => m * MINUTE)],
    [
      'each kind counts for itself',
      [lost, kicked, lost, refused, kicked],
      1,
      [2_000, 120_000, 4_000, 600_000, 240_000],
    ],
  ])('%s', async (_name, losses, random, waits) => {
    expect(await waitsAfter(losses, random)).toEqual(waits);
  });

  test.each([
    ['less than a minute', MINUTE - 1, 4 * SECOND],
    ['a minute', MINUTE, 2 * SECOND],
  ])('a line that stood %s: the next wait is %s ms', async (_name, ms, next) => {
    const { line, pass, supervisor, waited } = stage({ random: 1 });
    (await line(1)).end(lost);
    await waited();
    const second = await line(2);
    second.accept();
    await expect.poll(() => supervisor.current).toBe(second);
    pass(ms);
    second.end(lost);
    expect(await waited()).toBe(next);
    await supervisor.stop();
  });

  test.each([
    ['for hours less one ms', 3 * HOUR - 1, 4 * MINUTE],
    ['for hours', 3 * HOUR, 2 * MINUTE],
  ])('two instances that kick each other become slower, unless one stood %s', async (_name, ms, next) => {
    const { line, pass, supervisor, waited } = stage({ random: 1 });
    (await line(1)).end(kicked);
    await waited();
    const second = await line(2);
    second.accept();
    await expect.poll(() => supervisor.current).toBe(second);
    pass(ms);
    second.end(kicked);
    expect(await waited()).toBe(next);
    await supervisor.stop();
  });
});

describe('a connection', () => {
  test('is told once when it comes and once when it goes, and closed', async () => {
    const { line, logged, states, supervisor, waited } = stage();
    (await line(1)).end(lost);
    await waited();
    (await line(2)).end(lost);
    await waited();
    const third = await line(3);
    third.accept();
    await expect.poll(() => supervisor.current).toBe(third);
    third.end(kicked);
    await waited();
    (await line(4)).accept();
    await expect.poll(() => states).toEqual(['down: broken', 'up: connected', 'down: another one', 'up: connected']);
    expect(third.closed).toBe(1);
    expect(logged.map(({ code, level }) => `${level} ${code}`)).toEqual([
      'warn fake_lost',
      'warn fake_lost',
      'error fake_kicked',
    ]);
    await supervisor.stop();
  });

  test('that is never accepted is given up', async () => {
    const { line, states, supervisor, waited } = stage({ acceptWithinMs: 5 });
    const first = await line(1);
    await waited();
    expect(first.closed).toBe(1);
    expect(states).toEqual(['down: no answer to the handshake']);
    // What it says too late has no effect.
    first.accept();
    (await line(2)).accept();
    await expect.poll(() => states.at(-1)).toBe('up: connected');
    await supervisor.stop();
  });

  test('that is dropped is followed by another one, and a late drop does not hit that', async () => {
    const { line, states, supervisor, waited } = stage();
    const first = await line(1);
    first.accept();
    await expect.poll(() => supervisor.current).toBe(first);
    supervisor.drop(first, 'it is deaf');
    await waited();
    const second = await line(2);
    second.accept();
    await expect.poll(() => supervisor.current).toBe(second);
    supervisor.drop(first, 'once more');
    second.end(kicked);
    await waited();
    expect(states).toEqual(['up: connected', 'down: it is deaf', 'up: connected', 'down: another one']);
    await supervisor.stop();
  });

  test('that can not even be opened is tried again', async () => {
    let tries = 0;
    const { states, supervisor, waited } = stage({
      open() {
        tries += 1;
        throw new Error('no such host');
      },
    });
    await waited();
    await expect.poll(() => tries).toBe(2);
    expect(states).toEqual(['down: Error: no such host']);
    await supervisor.stop();
  });
});

describe('a connection whose end is announced', () => {
  const announced: Loss = { kind: 'lost', reason: 'maintenance' };

  /** One that stands, and whose end has been announced. */
  async function handover(options: { lingerMs?: number } = {}) {
    const staged = stage({ random: 1, ...options });
    const first = await staged.line(1);
    first.accept();
    await expect.poll(() => staged.supervisor.current).toBe(first);
    first.announce(announced);
    return { ...staged, first, second: await staged.line(2) };
  }

  test('is followed by another one at once, and stays open beside it', async () => {
    const { first, logged, second, states, supervisor } = await handover();
    expect([first.closed, supervisor.current]).toEqual([0, undefined]);
    second.accept();
    await expect.poll(() => supervisor.current).toBe(second);
    expect(first.closed).toBe(0);
    expect(states).toEqual(['up: connected', 'down: maintenance', 'up: connected']);
    expect(logged).toEqual([{ level: 'warn', code: 'fake_lost', retryInMs: 0 }]);
    await supervisor.stop();
    expect([first.closed, second.closed]).toEqual([1, 1]);
  });

  test('is closed when its time is over, and its end is no news then', async () => {
    const { first, second, states, supervisor } = await handover({ lingerMs: 5 });
    second.accept();
    await expect.poll(() => first.closed).toBe(1);
    first.end(lost);
    await expect.poll(() => supervisor.current).toBe(second);
    expect(states).toHaveLength(3);
    await supervisor.stop();
    expect(first.closed).toBe(1);
  });

  test('is closed when the other side ends it', async () => {
    const { first, second, supervisor } = await handover();
    second.accept();
    first.end(lost);
    await expect.poll(() => first.closed).toBe(1);
    expect(supervisor.current).toBe(second);
    await supervisor.stop();
  });

  test('again and again is followed at once only once a minute', async () => {
    const { line, pass, second, supervisor, waited } = await handover();
    second.accept();
    await expect.poll(() => supervisor.current).toBe(second);
    pass(MINUTE - 1);
    second.announce(announced);
    expect(await waited()).toBe(2 * SECOND);
    const third = await line(3);
    third.accept();
    await expect.poll(() => supervisor.current).toBe(third);
    third.announce(announced);
    (await line(4)).accept();
    await supervisor.stop();
  });

  test('whose successor fails is followed with the usual patience', async () => {
    const { second, states, supervisor, waited } = await handover();
    second.end(lost);
    expect(await waited()).toBe(2 * SECOND);
    expect(states).toEqual(['up: connected', 'down: maintenance']);
    await supervisor.stop();
  });
});

test('since when nothing was heard is told with a loss', async () => {
  const { line, since, supervisor, waited } = stage();
  const first = await line(1);
  first.accept();
  await expect.poll(() => supervisor.current).toBe(first);
  first.end({ ...lost, since: 7 });
  await waited();
  expect(since).toEqual([undefined, 7]);
  await supervisor.stop();
});

describe('a stop', () => {
  test('ends an open line without telling that it went', async () => {
    const { line, lines, states, supervisor } = stage();
    const first = await line(1);
    first.accept();
    await expect.poll(() => supervisor.current).toBe(first);
    await supervisor.stop();
    expect([first.closed, supervisor.current, lines.length]).toEqual([1, undefined, 1]);
    expect(states).toEqual(['up: connected']);
  });

  test('ends one that was not accepted yet, and a wait', async () => {
    const opening = stage();
    const first = await opening.line(1);
    await opening.supervisor.stop();
    expect(first.closed).toBe(1);

    const waiting = stage();
    (await waiting.line(1)).end(lost);
    await expect.poll(() => waiting.logged.length).toBe(1);
    await waiting.supervisor.stop();
    expect(waiting.lines).toHaveLength(1);
  });
});
