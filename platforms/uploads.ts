import { createHash } from 'node:crypto';
import type { Clock, DurationMs, Instant } from '../domain/types.ts';
import { PlatformError, type WireFile } from './types.ts';

/** Files that a platform holds; of more the oldest is handed over again. */
const FILES_MAX = 500;

export interface UploadSteps {
  /** Hands it over. @returns how the platform calls it from now on */
  upload(): Promise<string>;
  send(mediaId: string): Promise<void>;
}

/** Files that a platform was given already: what several chats are sent, and what is tried again, is handed over once. */
export interface Uploads {
  /** @param door for whom the platform holds it, and as what: `image` of a bot  @throws what the steps throw */
  send(door: string, file: WireFile, steps: UploadSteps): Promise<void>;
}

export interface UploadsDeps {
  readonly clock: Clock;
  /** How long the platform holds a file, with a part kept for the way there. */
  readonly heldMs: DurationMs;
  /** Whether it says that it does not hold it any more. */
  readonly isGone?: (error: PlatformError) => boolean;
}

export function createUploads({ clock, heldMs, isGone = () => false }: UploadsDeps): Uploads {
  const held = new Map<string, { readonly mediaId: string; readonly until: Instant }>();

  /** @returns false where it is not held, or not any more */
  const sendHeld = async (key: string, { send }: UploadSteps): Promise<boolean> => {
    const known = held.get(key);
    if (!known || known.until <= clock.now()) return false;
    try {
      await send(known.mediaId);
      return true;
    } catch (error) {
      if (!(error instanceof PlatformError) || !isGone(error)) throw error;
      held.delete(key);
      return false;
    }
  };

  return {
    async send(door, file, steps) {
      const key = JSON.stringify([door, file.name, createHash('sha256').update(file.bytes).digest('hex')]);
      if (await sendHeld(key, steps)) return;
      const mediaId = await steps.upload();
      held.delete(key);
      held.set(key, { mediaId, until: clock.now() + heldMs });
      const [oldest] = held.keys();
      if (held.size > FILES_MAX && oldest !== undefined) held.delete(oldest);
      await steps.send(mediaId);
    },
  };
}

/** As a form's field, under the name that people see. */
export function mediaForm({ bytes, mediaType, name }: WireFile): FormData {
  const form = new FormData();
  form.set('media', new Blob([Uint8Array.from(bytes)], { type: mediaType }), name);
  return form;
}

/** Nobody sees what was handed over: trying it again shows nothing twice. */
export function unseen(error: PlatformError): PlatformError {
  const { code, isShut = false, message, retryable, retryAfterMs } = error;
  const again = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new PlatformError(message, { code, retryable, isShut, cause: error, ...again });
}
