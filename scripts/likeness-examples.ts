import type { SymptomFamily } from '../domain/intake.ts';
import { featuresIn } from '../domain/intake.ts';
import { LIKENESS_CLASSES, LIKENESS_FAMILIES, type Likeness, type LikenessClass } from '../domain/intake-likeness.ts';
import { chinese } from '../language/chinese.ts';
import type { CorpusMessage, CorpusPart } from '../test/corpus/corpus.ts';
import { givenIn } from '../test/corpus/heard.ts';
import { train } from './likeness-training.ts';

/** A labelled message, and what it teaches. */
export interface Lesson {
  readonly features: ReadonlySet<string>;
  readonly kinds: readonly LikenessClass[];
  readonly families: readonly SymptomFamily[];
}

export function lessonsOf(part: CorpusPart): readonly Lesson[] {
  const given = givenIn(part);
  return part.messages.map((message) => ({
    features: featuresIn(message.say, { ...given(message), chinese }),
    kinds: classesOf(message),
    families: message.kind[0] === 'incident' ? (message.family ?? []) : [],
  }));
}

export function learn(lessons: readonly Lesson[]): Likeness {
  const examples = <Class>(of: (lesson: Lesson) => readonly Class[]) =>
    lessons
      .map((lesson) => ({ features: lesson.features, classes: of(lesson) }))
      .filter(({ classes }) => classes.length > 0);
  return {
    kinds: train(
      LIKENESS_CLASSES,
      examples(({ kinds }) => kinds),
    ),
    families: train(
      LIKENESS_FAMILIES,
      examples(({ families }) => families),
    ),
  };
}

/** A command is taken before it is asked what the message may mean. Whatever may be doubtful is best asked about. */
function classesOf({ kind, followUp }: CorpusMessage): readonly LikenessClass[] {
  return kind.flatMap((one): readonly LikenessClass[] => {
    if (one === 'command' || (one === 'small_talk' && kind.includes('unsure'))) return [];
    if (one !== 'follow_up') return [one];
    // Whoever presses asks for no answer, where a question would do as well.
    if (followUp === 'asks') return kind.includes('question') ? [] : ['supplement'];
    return [followUp ?? 'persists'];
  });
}
