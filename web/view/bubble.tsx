import type { MessageView, QuotedMessage } from '../../platforms/sandbox/types.ts';
import { timeSeen } from '../state/format.ts';
import { Avatar, BotAvatar } from './avatar.tsx';
import { CardBubble } from './card.tsx';
import { usePage } from './page.ts';
import { titleOf } from './persona-strip.tsx';
import { RichLine, SaidText } from './rich-text.tsx';
import { SentFile } from './sent-file.tsx';

type Said = Extract<MessageView, { from: 'person' }>;
type BotSaid = Extract<MessageView, { from: 'bot' }>;

export function Bubble({ message }: { message: MessageView }) {
  const { me } = usePage();
  const isMine = message.from === 'person' && message.userId === me.key;
  const isPrivate = message.from === 'bot' && message.onlyFor !== undefined;
  return (
    <li id={`message-${message.id}`} class={`message${isMine ? ' is-mine' : ''}${isPrivate ? ' is-private' : ''}`}>
      <Sender message={message} />
      <div class="content">
        {message.quote && <Quote quote={message.quote} />}
        {message.from === 'person' ? <PersonSaid message={message} /> : <BotMessage message={message} />}
      </div>
    </li>
  );
}

function Sender({ message }: { message: MessageView }) {
  const { text, session, personaOf, replyTo } = usePage();
  const persona = message.from === 'person' ? personaOf(message.userId) : undefined;
  const role = persona?.roles[0];
  return (
    <>
      {message.from === 'person' ? <Avatar persona={persona} /> : <BotAvatar />}
      <p class="sender">
        <span class="sender-name">
          {message.from === 'person' ? (persona?.name ?? message.userId) : session.botName}
        </span>
        <span class={`role-tag role-${role ?? 'bot'}`}>{persona ? titleOf(persona, text) : text.bot}</span>
        <time dateTime={new Date(message.at).toISOString()}>{timeSeen(message.at, session.clock.now, text)}</time>
        <button type="button" class="reply" onClick={() => replyTo(message)}>
          {text.reply}
        </button>
      </p>
    </>
  );
}

function Quote({ quote }: { quote: QuotedMessage }) {
  return (
    <blockquote class="quote">
      <bdi>{quote.text}</bdi>
    </blockquote>
  );
}

function PersonSaid({ message }: { message: Said }) {
  return (
    <>
      {message.text !== '' && (
        <div class="bubble">
          <SaidText said={message.text} />
        </div>
      )}
      {message.files?.map((file) => (
        <SentFile key={file.hash} message={message} file={file} isSmall />
      ))}
      <Fate message={message} />
    </>
  );
}

/** What became of a message where that is not plain: it did not reach the bot. */
function Fate({ message }: { message: Said }) {
  const { text, session, me, fill, sendAgain } = usePage();
  const isMine = message.userId === me.key;
  switch (message.heard) {
    case 'delivered':
      return null;
    case 'sending':
      return <p class="fate fate-sending">{text.sending}</p>;
    case 'not_addressed':
      return (
        <p class="fate">
          {text.notAddressed(session.botName)}
          {isMine && (
            <button
              type="button"
              class="link"
              onClick={() => fill(`@${session.botName} ${message.text}`, message.files)}
            >
              {text.sayToBot(session.botName)}
            </button>
          )}
        </p>
      );
    case 'bot_away':
    case 'failed':
      return (
        <p class="fate fate-bad">
          {message.heard === 'failed' ? text.notTaken : text.botWasAway}
          {isMine && (
            <button type="button" class="link" onClick={() => sendAgain(message)}>
              {text.sendAgain}
            </button>
          )}
        </p>
      );
  }
}

function BotMessage({ message }: { message: BotSaid }) {
  const { text } = usePage();
  return (
    <>
      {message.onlyFor !== undefined && <p class="only-you">{text.onlyYou}</p>}
      {message.lines.length > 0 && (
        <div class={message.mentionsViewer ? 'bubble rings-me' : 'bubble'}>
          {message.lines.map((line, place) => (
            <p key={place}>
              <RichLine line={line} />
            </p>
          ))}
        </div>
      )}
      {message.card && <CardBubble message={message} card={message.card} />}
      {message.file && <SentFile message={message} file={message.file} />}
    </>
  );
}
