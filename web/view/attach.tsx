import { useRef } from 'preact/hooks';
import { sizeSeen } from '../state/format.ts';
import type { Files } from '../state/use-files.ts';
import { usePage } from './page.ts';

/** Opens the browser's choice of files. */
export function AttachButton({ files }: { files: Files }) {
  const { text } = usePage();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={text.attach}
        title={text.attach}
        onClick={() => input.current?.click()}
      >
        <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
          <path
            d="M8 12.5l6.2-6.2a3 3 0 0 1 4.3 4.3l-8.3 8.2a5 5 0 0 1-7-7l8-8"
            fill="none"
            stroke="currentColor"
            stroke-width="1.8"
            stroke-linecap="round"
          />
        </svg>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={text.attach}
        onChange={(event) => {
          const { currentTarget } = event;
          void files.attach([...(currentTarget.files ?? [])]);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}

/** What will go along, each to be taken off again. */
export function ChosenFiles({ files }: { files: Files }) {
  const { text } = usePage();
  if (files.chosen.length === 0 && !files.isUploading) return null;
  return (
    <ul class="chosen-files" aria-label={text.chosenFiles} aria-busy={files.isUploading}>
      {files.chosen.map(({ hash, name, size }) => (
        <li key={hash}>
          <bdi>{name || text.namelessFile}</bdi> <small>{sizeSeen(size)}</small>
          <button
            type="button"
            class="icon-button"
            aria-label={text.removeFile(name || text.namelessFile)}
            onClick={() => files.remove(hash)}
          >
            ×
          </button>
        </li>
      ))}
      {files.isUploading && <li role="status">{text.uploading}</li>}
    </ul>
  );
}

/** What is dropped or pasted, as far as it is files. */
export function filesIn(data: DataTransfer | null): readonly File[] {
  return [...(data?.files ?? [])];
}
