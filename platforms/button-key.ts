/** What a button or a choice on a card stands for. */
export interface ButtonKey {
  readonly action: string;
  readonly version: number;
  /** May hold dots. */
  readonly subject: string;
}

/** A tap with what was chosen on the card. */
export interface TappedButton extends ButtonKey {
  readonly form: Readonly<Record<string, string>>;
}

const KEY = /^(?<action>[a-z][a-z0-9_]*)\.(?<version>0|[1-9]\d{0,14})\.(?<subject>[\x21-\x7e]+)$/;

/**
 * @param bytesMax what the platform takes as a key
 * @returns undefined for what a card can't carry: too long, or with characters that a platform need not keep
 */
export function encodeKey({ action, version, subject }: ButtonKey, bytesMax: number): string | undefined {
  const key = `${action}.${version}.${subject}`;
  return KEY.test(key) && key.length <= bytesMax ? key : undefined;
}

/** @returns undefined for a key that is none of ours */
export function decodeKey(key: string, bytesMax: number): ButtonKey | undefined {
  const parts = key.length <= bytesMax ? KEY.exec(key)?.groups : undefined;
  const { action, version, subject } = parts ?? {};
  if (action === undefined || version === undefined || subject === undefined) return undefined;
  return { action, version: Number(version), subject };
}
