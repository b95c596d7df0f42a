import { describe, expect, test } from 'vitest';
import { Composer } from '../../bot/router.ts';
import type { Middleware } from '../../handlers/router-types.ts';
import type { Update } from '../../platforms/types.ts';
import { contextOf, join, message, tap } from './router-context.ts';

/** @returns what the handlers wrote down, and `fell through` where none took the update */
async function route(update: Update, register: (router: Composer, note: (word: string) => void) => void) {
  const notes: string[] = [];
  const router = new Composer();
  register(router, (word) => notes.push(word));
  await router.middleware()(contextOf(update), async () => {
    notes.push('fell through');
  });
  return notes;
}

describe('the order of handlers', () => {
  test('the first that does not call next takes the update; what follows next runs on the way back', async () => {
    const notes = await route(message('x'), (router, note) => {
      router.use(async (_ctx, next) => {
        note('1 in');
        await next();
        note('1 out');
      });
      router.use(async (_ctx, next) => {
        await Promise.resolve();
        note('2 in');
        await next();
        note('2 out');
      });
      router.use(async () => note('3'));
      router.use(async () => note('never'));
    });
    expect(notes).toEqual(['1 in', '2 in', '3', '2 out', '1 out']);
  });

  test('an update that no handler takes falls through', async () => {
    expect(await route(join, (router, note) => router.on('message', async () => note('message')))).toEqual([
      'fell through',
    ]);
  });

  test('a second call of next is an error, and the handlers behind run once', async () => {
    const notes: string[] = [];
    const router = new Composer();
    router.use(async (_ctx, next) => {
      await next();
      await next();
    });
    router.use(async () => {
      notes.push('behind');
    });
    await expect(router.middleware()(contextOf(message('x')), async () => undefined)).rejects.toThrow(
      'next() called multiple times',
    );
    expect(notes).toEqual(['behind']);
  });

  test('a second call of next inside a listener is an error as well', async () => {
    const router = new Composer();
    router.command(['x'], async (_ctx, next) => {
      await next();
      await next();
    });
    await expect(router.middleware()(contextOf(message('x')), async () => undefined)).rejects.toThrow(
      'next() called multiple times',
    );
  });

  test('a handler that is registered after the first update is asked too', async () => {
    const router = new Composer();
    const notes: string[] = [];
    const run = router.middleware();
    await run(contextOf(join), async () => undefined);
    router.on('join', async () => {
      notes.push('late');
    });
    await run(contextOf(join), async () => undefined);
    expect(notes).toEqual(['late']);
  });

  test('handlers of one listener run one after the other', async () => {
    const pass: Middleware = (_ctx, next) => next();
    const notes = await route(tap('resolve'), (router, note) =>
      router.action('resolve', pass, async () => note('act')),
    );
    expect(notes).toEqual(['act']);
  });
});

describe('listeners', () => {
  test.each([
    ['on a message', message('x'), 'message'],
    ['on a message to others', message('x', false), 'message'],
    ['on a tap', tap('resolve'), 'action'],
    ['on a join', join, 'join'],
  ] as const)('%s only its own type is called', async (_name, update, type) => {
    const notes = await route(update, (router, note) => {
      for (const each of ['join', 'action', 'message'] as const) router.on(each, async () => note(each));
    });
    expect(notes).toEqual([type]);
  });

  test('action: one of several names', async () => {
    const listen = (router: Composer, note: (word: string) => void) =>
      router.action(['arrive', 'resolve'], async (ctx) => note(ctx.update.action));
    expect(await route(tap('arrive'), listen)).toEqual(['arrive']);
    expect(await route(tap('arrives'), listen)).toEqual(['fell through']);
  });

  test('filter: whatever the predicate says', async () => {
    const listen = (router: Composer, note: (word: string) => void) =>
      router.filter(
        (ctx) => ctx.update.from.userId === 'wang',
        async () => note('wang'),
      );
    expect(await route(join, listen)).toEqual(['wang']);
    expect(await route({ ...join, from: { userId: 'li' } }, listen)).toEqual(['fell through']);
  });
});

const WORDS = ['接单', 'ack', '解决', '仍未解决', 'my tickets', 'open'];

describe('command', () => {
  test.each([
    ['接单', ''],
    ['接单 7', '7'],
    ['接单7', '7'],
    ['接单７', '７'],
    ['接单GZ-260303-07', 'GZ-260303-07'],
    ['接单：7', '7'],
    ['接单#7', '7'],
    ['接单，7', '7'],
    ['接单！', ''],
    ['接单👍', '👍'],
    ['接单（7）', '（7）'],
    ['  接单  7  ', '7'],
    ['\u200b接单\u202e 7', '7'],
    ['接单\n7', '7'],
    ['ACK 7', '7'],
    ['ack7', '7'],
    ['My  Tickets', ''],
    ['仍未解决 7 还是打不开', '7 还是打不开'],
    ['解决 7 原因 证书过期', '7 原因 证书过期'],
  ])('%j is the command with %j behind it', async (text, args) => {
    const notes = await route(message(text), (router, note) => router.command(WORDS, async (ctx) => note(ctx.args)));
    expect(notes).toEqual([args]);
  });

  test.each([
    ['解决了吗'],
    ['接单员在哪'],
    ['acknowledge'],
    ['opening hours'],
    ['open-source 系统打不开'],
    ['openoffice-365 打不开'],
    ['请接单'],
    [''],
    ['👍接单'],
  ])('%j is none', async (text) => {
    expect(await route(message(text), (router, note) => router.command(WORDS, async () => note('taken')))).toEqual([
      'fell through',
    ]);
  });

  test('what was not said to the bot is none', async () => {
    const listen = (router: Composer, note: (word: string) => void) => router.command(WORDS, async () => note('taken'));
    expect(await route(message('接单 7', false), listen)).toEqual(['fell through']);
  });

  test('a word with signs of regular expressions is taken literally', async () => {
    const listen = (router: Composer, note: (word: string) => void) =>
      router.command(['?', 'a.c'], async () => note('taken'));
    expect(await route(message('?'), listen)).toEqual(['taken']);
    expect(await route(message('abc'), listen)).toEqual(['fell through']);
  });
});

describe('hears', () => {
  test.each([
    ['帮助', true],
    ['帮助！', true],
    ['HELP?', true],
    ['帮助我', false],
    ['help me', false],
  ])('words: %j is heard: %s', async (text, isHeard) => {
    const notes = await route(message(text), (router, note) =>
      router.hears(['帮助', 'help'], async () => note('help')),
    );
    expect(notes).toEqual([isHeard ? 'help' : 'fell through']);
  });

  test('a pattern gives its match', async () => {
    const notes = await route(message('工单 12'), (router, note) =>
      router.hears(/^工单 (?<number>\d+)$/, async (ctx) => note(ctx.match.groups?.number ?? '')),
    );
    expect(notes).toEqual(['12']);
  });

  test('a pattern with the global flag is heard each time', async () => {
    const router = new Composer();
    const heard: string[] = [];
    router.hears(/x/g, async () => {
      heard.push('x');
    });
    for (let times = 0; times < 3; times += 1)
      await router.middleware()(contextOf(message('x')), async () => undefined);
    expect(heard).toHaveLength(3);
  });
});

describe('the error boundary', () => {
  const failing: Middleware = async () => {
    throw new Error('inside');
  };

  test('gets errors of its handlers, and nobody else does', async () => {
    const notes = await route(join, (router, note) =>
      router.errorBoundary(async (error) => note(error instanceof Error ? error.message : ''), failing),
    );
    expect(notes).toEqual(['inside']);
  });

  test('gets an error of a handler that is not async', async () => {
    const notes = await route(join, (router, note) =>
      router.errorBoundary(
        async () => note('caught'),
        () => {
          throw new Error('at once');
        },
      ),
    );
    expect(notes).toEqual(['caught']);
  });

  test('does not get errors of handlers behind it', async () => {
    const router = new Composer();
    router.errorBoundary(
      async () => expect.unreachable(),
      (_ctx, next) => next(),
    );
    router.use(failing);
    await expect(router.middleware()(contextOf(join), async () => undefined)).rejects.toThrow('inside');
  });

  test('may go on behind the boundary, or throw on', async () => {
    const goOn = await route(join, (router) => router.errorBoundary((_error, _ctx, next) => next(), failing));
    expect(goOn).toEqual(['fell through']);
    const throwOn = route(join, (router) =>
      router.errorBoundary(async (error) => {
        throw error;
      }, failing),
    );
    await expect(throwOn).rejects.toThrow('inside');
  });

  test('a handler that passes on and then fails does not pass on', async () => {
    const notes = await route(join, (router, note) =>
      router.errorBoundary(
        async () => note('caught'),
        async (_ctx, next) => {
          await next();
          throw new Error('afterwards');
        },
      ),
    );
    expect(notes).toEqual(['caught']);
  });
});
