import { isCommand } from '../../bot/command-taken.ts';
import { lexicon } from '../../cards/lexicon.zh.ts';
import { type IntakeGiven, type Understanding, understand } from '../../domain/intake.ts';
import { chinese } from '../../language/chinese.ts';
import { likeness } from '../../language/likeness.ts';
import type { CorpusMessage, CorpusPart } from './corpus.ts';
import { heardAs, type Judgement, judge } from './judgement.ts';

/** As the bot understands a message in that contract's group. */
export function understoodIn(part: CorpusPart, learnt = likeness()): (message: CorpusMessage) => Understanding {
  const given = givenIn(part);
  return (message) => understand(message.say, { ...given(message), likeness: learnt });
}

/** By the rules alone. */
export function readByRules(part: CorpusPart): (message: CorpusMessage) => Understanding {
  const given = givenIn(part);
  return (message) => understand(message.say, given(message));
}

/** What the rules read a message by. */
export function givenIn({ contract, taught }: CorpusPart): (message: CorpusMessage) => IntakeGiven {
  const names = Object.entries(taught).map(([name, systemId]) => ({ name, systemId }));
  return ({ department }) => ({ contract, lexicon, chinese, taught: names, departmentId: department });
}

/** Each message with what is right and wrong about how it is understood, in the order of the file. */
export async function judgePart(part: CorpusPart, read = understoodIn(part)): Promise<readonly Judgement[]> {
  const judgements: Judgement[] = [];
  for (const message of part.messages) {
    judgements.push(judge(message, heardAs(read(message), await isCommand(message.say))));
  }
  return judgements;
}
