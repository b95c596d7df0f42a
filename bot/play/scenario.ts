import { z } from 'zod';
import { isCivilDate } from '../../domain/civil.ts';
import { ALERT_SOURCES, POSTS } from '../../domain/contract.ts';
import { ROLES } from '../../domain/types.ts';
import { expectation } from './expectation.ts';
import type { SentFile } from './world.ts';

const personKey = z.string().min(1);
const chatKey = z.string().min(1);
const at = z.string().min(1);
/** `GZ-260303-07`, or the day's number: `7`, `0303-7`. */
const ticketReference = z.union([z.int().positive(), z.string().min(1)]);
const role = z.enum(ROLES);

const person = z.strictObject({
  name: z.string().min(1),
  role: z.union([role, z.array(role).min(1)]).transform((value) => (Array.isArray(value) ? value : [value])),
  /** Place in the order in which engineers are called where no rota counts: 1 is called first. */
  duty: z.int().positive().optional(),
  posts: z.array(z.enum(POSTS)).default([]),
  /** Id of a department of the pack. */
  department: z.string().min(1).optional(),
});

const chat = z.strictObject({
  contract: z.string().min(1),
  /** False: it is meant for the contract, and nobody has said so to the bot yet. */
  bound: z.boolean().default(true),
  title: z.string().min(1).optional(),
  department: z.string().min(1).optional(),
});

/** Who is on a rota of the pack, in order, from which day on. */
const rota = z.strictObject({
  rota: z.string().min(1),
  from: z.string().refine(isCivilDate, 'write a date like 2026-03-03'),
  people: z.array(personKey).min(1),
  /** That of the first chat where absent. */
  contract: z.string().min(1).optional(),
});

/** What is said; a long text can be written as a piece of it and how often. */
const spoken = z.union([
  z.string(),
  z
    .strictObject({ repeat: z.string().min(1), times: z.int().positive() })
    .transform(({ repeat, times }) => repeat.repeat(times)),
]);

const KINDS: readonly SentFile['kind'][] = ['image', 'file', 'audio', 'video'];
const ATTACHED = /^(?<kind>image|file|audio|video)(?::(?<name>.+))?$/;

/** `image`, or `file:故障日志.txt`. */
const attached = z
  .string()
  .regex(ATTACHED, 'write image, or a kind and a name such as file:fault.log')
  .transform((written): SentFile => {
    const { kind, name } = ATTACHED.exec(written)?.groups ?? {};
    return { kind: KINDS.find((known) => known === kind) ?? 'file', ...(name !== undefined && { name }) };
  });

const sayKeys = {
  by: personKey,
  /** A chat, or `private`: alone with the bot. */
  in: chatKey.optional(),
  say: spoken,
  /** Quotes a message of the bot: the newest card of the newest ticket, the bot's last message, or a ticket's card. */
  reply_to: z.union([z.literal('ticket'), z.literal('last'), ticketReference]).optional(),
  /** Pictures and files that come with it. */
  attach: z.array(attached).min(1).optional(),
};

const tapKeys = {
  by: personKey,
  in: chatKey.optional(),
  /** What the button asks for: `acknowledge`, `resolve`, `draft_incident` … */
  tap: z.string().min(1),
  form: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).optional(),
  ticket: ticketReference.optional(),
  /** What else the button is about, where the card has several: the id of a contract. */
  about: z.string().min(1).optional(),
  /** Whose button is pressed: the newest that is offered, or as the ticket's card looked when it was first posted. */
  card: z.enum(['newest', 'first']).optional(),
  /** Two taps in a row, both on their way before the first is handled. */
  double: z.boolean().optional(),
};

/** What a supervisor records, as he says it behind the word for it: 态度差 李工 7 对用户不耐烦. */
const findingKeys = { by: personKey, in: chatKey.optional(), finding: z.string().min(1) };

const exemptKeys = {
  by: personKey,
  in: chatKey.optional(),
  /** The newest finding of this rule, of this ticket where one is named. */
  exempt: z.strictObject({
    rule: z.string().min(1),
    ticket: ticketReference.optional(),
    reason: z.string().min(1),
  }),
};

/** What monitoring reports, so many times from as many instances. */
const alertKeys = {
  alert: z.strictObject({
    name: z.string().min(1),
    state: z.enum(['firing', 'recovered']).default('firing'),
    source: z.enum(ALERT_SOURCES).default('plain'),
    summary: z.string().default(''),
    labels: z.record(z.string(), z.string()).default({}),
    /** That of the first chat where absent. */
    contract: z.string().min(1).optional(),
  }),
  count: z.int().positive().default(1),
};

const common = { at: at.optional(), expect: expectation.optional() };
const flag = z.union([z.literal(true), z.null()]);

export const sayStep = z.strictObject({ ...common, ...sayKeys, handled: z.boolean().optional() });
export const tapStep = z.strictObject({ ...common, ...tapKeys, handled: z.boolean().optional() });
export const STEP_SCHEMAS = {
  say: sayStep,
  tap: tapStep,
  finding: z.strictObject({ ...common, ...findingKeys }),
  exempt: z.strictObject({ ...common, ...exemptKeys }),
  /** All of them are received before the first is handled. */
  at_once: z.strictObject({
    ...common,
    at_once: z.array(z.union([z.strictObject(sayKeys), z.strictObject(tapKeys)])).min(2),
    handled: z.boolean().optional(),
  }),
  alert: z.strictObject({ ...common, ...alertKeys, handled: z.boolean().optional() }),
  /** The platform delivers once more what it delivered last: so many times. */
  redeliver: z.strictObject({ ...common, redeliver: z.int().positive() }),
  down: z.strictObject({ ...common, down: flag }),
  up: z.strictObject({ ...common, up: flag }),
  run_until: z.strictObject({ run_until: at, expect: expectation.optional() }),
  expect: z.strictObject({ at: at.optional(), expect: expectation }),
} as const;

export type StepKind = keyof typeof STEP_SCHEMAS;
/** The order in which a step's kind is recognised: `expect` may accompany all others. */
export const STEP_KINDS: readonly StepKind[] = [
  'say',
  'tap',
  'finding',
  'exempt',
  'at_once',
  'alert',
  'redeliver',
  'down',
  'up',
  'run_until',
  'expect',
];

/**
 * What a platform may lack. `exact_taps`: it names the instant of a tap. `equal_taps`: two equal taps in one moment are two.
 * `quotes`: it tells which message is quoted.
 */
export const NEEDS = [
  'cards',
  'private_answers',
  'card_updates',
  'files',
  'exact_taps',
  'equal_taps',
  'quotes',
] as const;
export type Need = (typeof NEEDS)[number];

/** The scenario without its timeline, whose steps are checked one by one: each kind has its own keys. */
export const scenarioHead = z.strictObject({
  name: z.string().min(1),
  start: at,
  /** Capabilities of a platform without which the scenario makes no sense. */
  needs: z.array(z.enum(NEEDS)).optional(),
  chats: z.record(chatKey, chat),
  people: z.record(personKey, person),
  rotas: z.array(rota).default([]),
  /** False: no round opens, nothing is due to be handed in and no day is summed up; the scenario is about something else. */
  recurring: z.boolean().default(true),
  timeline: z.array(z.unknown()).min(1),
});

export type SayAct = z.infer<z.ZodObject<typeof sayKeys>>;
export type TapAct = z.infer<z.ZodObject<typeof tapKeys>>;
export type ExemptAct = z.infer<z.ZodObject<typeof exemptKeys>>;
export type AlertAct = z.infer<z.ZodObject<typeof alertKeys>>;
export type ScenarioPerson = z.infer<typeof person>;
export type ScenarioChat = z.infer<typeof chat>;
export type ScenarioRota = z.infer<typeof rota>;
