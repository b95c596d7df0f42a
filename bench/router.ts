// What 100 handlers cost: our router against bare koa-compose with as many middlewares, and against grammY's Composer.
// One run, ratios; the update is one that the last handler takes, so that all of them are asked.
// Usage: node bench/router.ts
import { Api, Composer as GrammyComposer, Context as GrammyContext } from 'grammy';
import type { Update as GrammyUpdate, UserFromGetMe } from 'grammy/types';
import compose from 'koa-compose';
import { Composer } from '../bot/router.ts';
import type { UpdateContext } from '../handlers/context.ts';
import type { MessageUpdate } from '../platforms/types.ts';

const HANDLERS = 100;
const CALLS = 20_000;
const ROUNDS = 15;

const letters = 'abcdefghijklmnopqrstuvwxyz';
const words = Array.from({ length: HANDLERS }, (_, index) => `${letters.charAt(index % 26)}command${index}`);
/** The worst case: nothing tells them apart but their ends. */
const alikeWords = words.map((word) => `command${word}`);
const lastWord = words.at(-1) ?? '';
let taken = 0;
const take = async (): Promise<void> => {
  taken += 1;
};

interface Contender {
  readonly name: string;
  readonly call: () => Promise<unknown>;
}

function bareKoaCompose(): Contender {
  const pass = (_ctx: unknown, next: () => Promise<void>) => next();
  const run = compose([...Array.from({ length: HANDLERS - 1 }, () => pass), take]);
  return { name: 'koa-compose, 100 middlewares', call: () => run({}) };
}

/** A new update each time, as in life: what is remembered of an update is not yet. */
function ours(name: string, register: (router: Composer) => void, text: string): Contender {
  const router = new Composer();
  register(router);
  const run = router.middleware();
  const end = async () => undefined;
  const base = { platform: 'bench', updateId: 'u', receivedAt: 0 } as const;
  const chat = { externalId: 'ops', kind: 'group' } as const;
  return {
    name,
    call: () => {
      const update: MessageUpdate = { ...base, chat, from: { userId: 'wang' }, type: 'message', text, addressed: true };
      // The router looks at nothing of a context but its update.
      return run({ update } as UpdateContext, end);
    },
  };
}

function grammyCommands(): Contender {
  const bot = new GrammyComposer<GrammyContext>();
  for (const word of words) bot.command(word, take);
  const run = bot.middleware();
  const end = async () => undefined;
  const api = new Api('0:bench');
  const me = { id: 1, is_bot: true, first_name: 'bench', username: 'bench' } as UserFromGetMe;
  const chat = { id: 1, type: 'group', title: 'ops' } as const;
  const entities = [{ type: 'bot_command' as const, offset: 0, length: lastWord.length + 1 }];
  const message = { message_id: 1, date: 0, chat, text: `/${lastWord} 7`, entities };
  return {
    name: 'grammY, 100 commands',
    call: async () => run(new GrammyContext({ update_id: 1, message } as GrammyUpdate, api, me), end),
  };
}

async function nanosecondsPerCall({ call }: Contender): Promise<number> {
  const start = process.hrtime.bigint();
  for (let calls = 0; calls < CALLS; calls += 1) await call();
  return Number(process.hrtime.bigint() - start) / CALLS;
}

const contenders: readonly Contender[] = [
  bareKoaCompose(),
  ours(
    'ours, 100 commands',
    (router) => {
      for (const word of words) router.command([word], take);
    },
    `${lastWord} 7`,
  ),
  ours(
    'ours, 100 commands that begin alike',
    (router) => {
      for (const word of alikeWords) router.command([word], take);
    },
    `${alikeWords.at(-1)} 7`,
  ),
  ours(
    'ours, 100 actions asked for a message',
    (router) => {
      for (const word of words.slice(1)) router.action(word, take);
      router.on('message', take);
    },
    'x',
  ),
  grammyCommands(),
];

// Interleaved, the best round of each: what else the machine does hits all of them alike.
const best = new Map<string, number>();
for (let round = 0; round < ROUNDS; round += 1) {
  for (const contender of contenders) {
    const before = taken;
    const spent = await nanosecondsPerCall(contender);
    if (taken - before !== CALLS) throw new Error(`${contender.name}: the last handler was not reached`);
    best.set(contender.name, Math.min(spent, best.get(contender.name) ?? Number.POSITIVE_INFINITY));
  }
}
const bare = best.get(contenders[0]?.name ?? '') ?? 1;
for (const [name, spent] of best) {
  const over = ((spent - bare) / 1_000).toFixed(2);
  console.log(`${name.padEnd(40)} ${(spent / bare).toFixed(2)} x koa-compose   ${over} µs over it`);
}
