import type { MessageView, SandboxFile } from '../../platforms/sandbox/types.ts';
import { fileAddress } from '../state/api.ts';
import { endingOf, sizeSeen } from '../state/format.ts';
import { usePage } from './page.ts';

interface SentFileProps {
  readonly message: MessageView;
  /** Without a hash it is the only one of its message. */
  readonly file: Omit<SandboxFile, 'hash'> & Partial<Pick<SandboxFile, 'hash'>>;
  /** Beside words, where it must not take the room of the talk. */
  readonly isSmall?: boolean;
}

/** A picture is shown, and opens in its full size; a document is for keeping. */
export function SentFile({ message, file, isSmall = false }: SentFileProps) {
  const { me, text } = usePage();
  const address = fileAddress(message, me.key, file.hash);
  const name = file.name || text.namelessFile;
  if (file.kind === 'image') {
    return (
      <a
        class={isSmall ? 'picture thumbnail' : 'picture'}
        href={address}
        target="_blank"
        rel="noreferrer"
        title={name}
        aria-label={isSmall ? text.openPicture(name) : undefined}
      >
        <img src={address} alt={name} loading="lazy" />
      </a>
    );
  }
  return (
    <a class="bubble document" href={address} download={name} aria-label={text.download(name)}>
      <span class="document-kind" aria-hidden="true">
        {endingOf(name)}
      </span>
      <span class="document-name">{name}</span>
      <span class="document-size">{sizeSeen(file.size)}</span>
    </a>
  );
}
