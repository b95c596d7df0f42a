import type { CorpusMessage, CorpusPart } from '../test/corpus/corpus.ts';
import { understoodIn } from '../test/corpus/heard.ts';
import { percentile } from './stage.ts';

export interface Timing {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longest: { readonly characters: number; readonly ms: number };
  /** Of the slowest contract: its first message, for which its names are compiled. */
  readonly firstMs: number;
}

const ROUNDS = 20;
const WARM_UP = 5;
const LONGEST = 8_000;

/** Of each message its best round: what else the machine does can only slow it down. */
export function timingOf(parts: readonly CorpusPart[]): Timing {
  const readers = parts.map((part) => ({ part, read: understoodIn(freshly(part)) }));
  const firsts = readers.flatMap(({ part, read }) => part.messages.slice(0, 1).map((message) => timed(read, message)));
  const each = readers.flatMap(({ part, read }) => part.messages.map((message) => bestOf(read, message)));
  const long = readers.map(({ part, read }) => bestOf(read, longMessage(part)));
  return {
    p50Ms: percentile(each, 0.5),
    p99Ms: percentile(each, 0.99),
    longest: { characters: LONGEST, ms: Math.max(...long) },
    firstMs: Math.max(...firsts),
  };
}

/** What is compiled of a contract is kept beside the value itself, so a copy is compiled anew. */
function freshly(part: CorpusPart): CorpusPart {
  return { ...part, contract: { ...part.contract } };
}

/** Everything that is said in a group, over and over. */
function longMessage({ messages }: CorpusPart): CorpusMessage {
  const [first] = messages;
  if (first === undefined) throw new Error('a part of the corpus is empty');
  const all = messages.map(({ say }) => say).join('。');
  return { ...first, say: all.repeat(Math.ceil(LONGEST / all.length)).slice(0, LONGEST) };
}

function bestOf(read: (message: CorpusMessage) => unknown, message: CorpusMessage): number {
  const rounds = Array.from({ length: WARM_UP + ROUNDS }, () => timed(read, message));
  return Math.min(...rounds.slice(WARM_UP));
}

function timed(read: (message: CorpusMessage) => unknown, message: CorpusMessage): number {
  const before = performance.now();
  read(message);
  return performance.now() - before;
}
