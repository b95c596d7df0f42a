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

/** The program's own links to files: what else looks like an address stays text. Its path is the second group. */
const FILE_LINK = /(https?:\/\/[\w.:[\]-]+(?:\/[\w.%-]+)*?\/files\/[0-9a-f]{64}\/[\w.%-]+\?until=\d+&sig=[0-9a-f]+)/;
const FILE_PATH = /\/files\/[0-9a-f]{64}\/([\w.%-]+)\?.+$/;
const PICTURE_NAME = /\.(png|jpe?g|gif|webp|bmp|avif)$/i;

/** Words of the bot in which a ticket's number stays on one line, and files can be opened. */
export function Words({ text }: { text: string }) {
  const pieces = text.split(FILE_LINK).flatMap((part) => (FILE_LINK.test(part) ? [part] : part.split(TICKET_NUMBER)));
  return (
    <>
      {pieces.map((piece, place) => {
        if (FILE_LINK.test(piece)) return <LinkedFile key={place} link={piece} />;
        if (!TICKET_NUMBER.test(piece)) return piece;
        return (
          <span key={place} class="ticket-number">
            {piece}
          </span>
        );
      })}
    </>
  );
}

/** At the page's own address: the link may name another one, from which the browser would load no picture. */
function LinkedFile({ link }: { link: string }) {
  const { text } = usePage();
  const [path = '', encoded = ''] = FILE_PATH.exec(link) ?? [];
  const name = decoded(encoded);
  const isPicture = PICTURE_NAME.test(name);
  return (
    <a
      class={isPicture ? 'picture thumbnail' : 'link'}
      href={path}
      target="_blank"
      rel="noreferrer"
      title={name}
      aria-label={isPicture ? text.openPicture(name) : undefined}
    >
      {isPicture ? <img src={path} alt={name} loading="lazy" /> : name}
    </a>
  );
}

/** Somebody may have typed the address. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
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
