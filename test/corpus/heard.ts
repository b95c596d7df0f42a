import { isCommand } from '../../bot/command-taken.ts';
import { lexicon } from '../../cards/lexicon.zh.ts';
import { type Understanding, understand } from '../../domain/intake.ts';
import { chinese } from '../../language/chinese.ts';
import type { CorpusMessage, CorpusPart } from './corpus.ts';
import { heardAs, type Judgement, judge } from './judgement.ts';

/** As the bot understands a message in that contract's group. */
export function understoodIn({ contract, taught }: CorpusPart): (message: CorpusMessage) => Understanding {
  const names = Object.entries(taught).map(([name, systemId]) => ({ name, systemId }));
  return ({ say, department }) =>
    understand(say, { contract, lexicon, chinese, taught: names, departmentId: department });
}

/** Each message with what is right and wrong about how it is understood, in the order of the file. */
export async function judgePart(part: CorpusPart): Promise<readonly Judgement[]> {
  const read = understoodIn(part);
  const judgements: Judgement[] = [];
  for (const message of part.messages) {
    judgements.push(judge(message, heardAs(read(message), await isCommand(message.say))));
  }
  return judgements;
}
