import { useState } from 'preact/hooks';
import type { WireInline, WireLine } from '../../platforms/types.ts';
import { usePage } from './page.ts';

const FOLDED_LENGTH = 400;

/** A line of the bot. Every run is a text node: nothing that people wrote becomes markup. */
export function RichLine({ line }: { line: WireLine }) {
  return (
    <>
      {line.map((run, place) => (
        <Run key={place} run={run} />
      ))}
    </>
  );
}

function Run({ run }: { run: WireInline }) {
  const { me } = usePage();
  if (typeof run === 'string') {
    return (
      <bdi>
        <Words text={run} />
      </bdi>
    );
  }
  if ('bold' in run) {
    return (
      <strong>
        <bdi>
          <Words text={run.bold} />
        </bdi>
      </strong>
    );
  }
  const isMe = run.mention.userId === me.key;
  return <span class={isMe ? 'mention mention-me' : 'mention'}>@{run.mention.name ?? run.mention.userId}</span>;
}

/** `GZ-260303-07`; a line that breaks at its hyphens hides what it is. */
const TICKET_NUMBER = /([A-Z]+-\d{6}-\d+)/;

/** Words of the bot in which a ticket's number stays on one line. */
export function Words({ text }: { text: string }) {
  const pieces = text.split(TICKET_NUMBER);
  return (
    <>
      {pieces.map((piece, place) =>
        TICKET_NUMBER.test(piece) ? (
          <span key={place} class="ticket-number">
            {piece}
          </span>
        ) : (
          piece
        ),
      )}
    </>
  );
}

/** What a person wrote: mentions are coloured, a very long text is folded. */
export function SaidText({ said }: { said: string }) {
  const { text, session, people } = usePage();
  const [isFolded, setFolded] = useState(true);
  const isLong = said.length > FOLDED_LENGTH;
  const shown = isLong && isFolded ? `${[...said.slice(0, FOLDED_LENGTH)].slice(0, -1).join('')}…` : said;
  const names = [session.botName, ...people.map((persona) => persona.name)];
  return (
    <>
      <bdi>
        {splitMentions(shown, names).map((piece, place) =>
          piece.isMention ? (
            <span key={place} class="mention">
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        )}
      </bdi>
      {isLong && (
        <button type="button" class="link" aria-expanded={!isFolded} onClick={() => setFolded(!isFolded)}>
          {isFolded ? text.showAll : text.showLess}
        </button>
      )}
    </>
  );
}

function splitMentions(said: string, names: readonly string[]): { text: string; isMention: boolean }[] {
  const pieces: { text: string; isMention: boolean }[] = [];
  let from = 0;
  for (const { index } of said.matchAll(/[@\uff20]/g)) {
    const name = names.find((candidate) => said.startsWith(candidate, index + 1));
    if (name === undefined) continue;
    const to = index + 1 + name.length;
    pieces.push({ text: said.slice(from, index), isMention: false }, { text: said.slice(index, to), isMention: true });
    from = to;
  }
  pieces.push({ text: said.slice(from), isMention: false });
  return pieces.filter((piece) => piece.text !== '');
}
