import { useCallback, useState } from 'preact/hooks';

/** A string that outlives a reload; storage that is switched off only means that it does not. */
export function useStored(
  storage: 'local' | 'session',
  key: string,
  initial: string | undefined,
): readonly [string | undefined, (value: string | undefined) => void] {
  const [value, setValue] = useState(() => read(storage, key) ?? initial);
  const store = useCallback(
    (next: string | undefined) => {
      setValue(next);
      write(storage, key, next);
    },
    [storage, key],
  );
  return [value, store];
}

const areaOf = (storage: 'local' | 'session') => (storage === 'local' ? localStorage : sessionStorage);

function read(storage: 'local' | 'session', key: string): string | undefined {
  try {
    return areaOf(storage).getItem(`dutybell.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage: 'local' | 'session', key: string, value: string | undefined): void {
  try {
    if (value === undefined) areaOf(storage).removeItem(`dutybell.${key}`);
    else areaOf(storage).setItem(`dutybell.${key}`, value);
  } catch {
    // Storage is full or forbidden: the page works without it.
  }
}
