import { KINDS, type Kind, NAMED } from './corpus.ts';
import type { Judgement } from './judgement.ts';

/** So many of so many. */
export interface Share {
  readonly of: number;
  readonly right: number;
}

export interface KindFigures {
  /** How many of those that were taken for it are it. */
  readonly precision: Share;
  /** How many of those that are it were taken for it. */
  readonly recall: Share;
}

export interface Figures {
  readonly messages: number;
  readonly kinds: Readonly<Record<Kind, KindFigures>>;
  /** At top 1, where a system is named. */
  readonly system: Share;
  readonly systemByNaming: Readonly<Record<string, Share>>;
  readonly level: Share;
  readonly place: Share;
  readonly family: Share;
  readonly further: Share;
  /** Of the incidents, those that end in a question. */
  readonly asksIncident: Share;
  /** Of what is neither an incident nor a wish nor doubtful, those that end in a question. */
  readonly asksOther: Share;
}

/** Below these a half is not good enough. */
export const AIMS = { incident: 0.98, system: 0.95 } as const;

export function figuresOf(judgements: readonly Judgement[]): Figures {
  const settled = judgements.filter(
    ({ message }) => !message.kind.some((kind) => kind === 'unsure' || kind === 'request'),
  );
  const incidents = settled.filter(({ message }) => message.kind[0] === 'incident');
  const others = settled.filter(({ message }) => message.kind[0] !== 'incident');
  return {
    messages: judgements.length,
    // Its keys are all the kinds.
    kinds: Object.fromEntries(KINDS.map((kind) => [kind, kindFigures(judgements, kind)])) as Record<Kind, KindFigures>,
    system: shareOf(judgements, 'system'),
    systemByNaming: Object.fromEntries(
      NAMED.map((form) => [
        form,
        shareOf(
          judgements.filter(({ message }) => message.named[0] === form),
          'system',
        ),
      ]),
    ),
    level: shareOf(judgements, 'level'),
    place: shareOf(judgements, 'place'),
    family: shareOf(judgements, 'family'),
    further: shareOf(judgements, 'further'),
    asksIncident: { of: incidents.length, right: incidents.filter(({ asks }) => asks).length },
    asksOther: { of: others.length, right: others.filter(({ asks }) => asks).length },
  };
}

/** Where several kinds are right, the one that was heard counts; where none of them was heard, the first. */
function kindFigures(judgements: readonly Judgement[], kind: Kind): KindFigures {
  const heard = judgements.filter((it) => it.heard.kind === kind);
  const right = heard.filter((it) => it.kind).length;
  const missed = judgements.filter((it) => !it.kind && it.message.kind[0] === kind).length;
  return { precision: { of: heard.length, right }, recall: { of: right + missed, right } };
}

function shareOf(judgements: readonly Judgement[], thing: 'system' | 'level' | 'place' | 'family' | 'further'): Share {
  const judged = judgements.filter((it) => it[thing] !== undefined);
  return { of: judged.length, right: judged.filter((it) => it[thing]).length };
}

/** 1 where there is nothing to be wrong about. */
export function ratio({ of, right }: Share): number {
  return of === 0 ? 1 : right / of;
}
