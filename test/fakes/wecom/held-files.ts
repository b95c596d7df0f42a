import { type Answer, OK, refusal } from './answer.ts';
import { type HeldFile, refuseFile } from './uploads.ts';

const HELD_MS = 3 * 24 * 3_600_000;

/** What a form brings in its field `media`. */
export interface FormFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files that were handed over by HTTP, each for one owner: a webhook's key, an app. */
export interface HeldFiles {
  take(owner: string, type: HeldFile['type'] | undefined, file: FormFile | undefined): Answer;
  get(owner: string, mediaId: string): HeldFile | undefined;
}

export function createHeldFiles(now: () => number): HeldFiles {
  const held = new Map<string, { readonly owner: string; readonly at: number; readonly file: HeldFile }>();
  return {
    take(owner, type, form) {
      if (!type) return refusal(40004);
      if (!form) return refusal(41005);
      const file = { type, ...form };
      const refused = refuseFile(file);
      if (refused) return refused;
      const id = `HELD${held.size + 1}`;
      held.set(id, { owner, at: now(), file });
      return { ...OK, ...{ type, media_id: id, created_at: String(Math.floor(now() / 1000)) } };
    },
    get(owner, id) {
      const found = held.get(id);
      return found && found.owner === owner && now() - found.at <= HELD_MS ? found.file : undefined;
    },
  };
}
