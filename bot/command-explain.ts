import { say, withStore } from './command-store.ts';
import { explainCalendar } from './explain-calendar.ts';
import { explainTicket } from './explain-ticket.ts';
import { InvalidQuestion } from './invalid-question.ts';
import { type Unmasked, withMaskedTexts } from './masked-texts.ts';
import { readPacks } from './pack-folder.ts';

export interface ExplainOptions extends Unmasked {
  readonly contract?: string;
  readonly clock?: string;
  readonly calendar?: string;
  readonly start?: string;
  readonly add?: string;
  readonly end?: string;
  readonly json?: true;
}

const OF_TICKETS = ['contract', 'clock', 'unmasked'] as const;
const OF_CALENDARS = ['start', 'add', 'end'] as const;

/** Why is a ticket's clock due then, or how does a calendar count? @throws {InvalidQuestion} */
export async function explain(ticket: string | undefined, options: ExplainOptions): Promise<void> {
  const { calendar, ...others } = options;
  if (ticket !== undefined && calendar !== undefined) {
    throw new InvalidQuestion(`ask about the ticket ${ticket} or about --calendar ${calendar}, not about both`);
  }
  if (calendar !== undefined) {
    assertNone(OF_TICKETS, options, 'belongs to a ticket; write its number in place of --calendar');
    return say(await explainCalendar({ calendar, ...others }));
  }
  if (ticket === undefined) {
    throw new InvalidQuestion(
      'explain what? A ticket: explain GZ-260303-07; or a calendar: explain --calendar contracts/guangzhou-credit.yaml --start 2026-03-06T17:59 --add "1 workday"',
    );
  }
  assertNone(OF_CALENDARS, options, 'belongs to --calendar FILE; a ticket has its own start and target');
  await withStore(async (store, { contractsDir }) => {
    const contracts = (await readPacks(contractsDir)).map(({ contract }) => contract);
    say(await explainTicket(withMaskedTexts(store, others), contracts, ticket, others));
  });
}

function assertNone(names: readonly (keyof ExplainOptions)[], options: ExplainOptions, why: string): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given) throw new InvalidQuestion(`--${given} ${why}`);
}
