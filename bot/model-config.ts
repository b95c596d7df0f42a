import { z } from 'zod';
import { withoutSlash, word } from './platform-settings.ts';

/** What is wrong with a setting of the language model, said so that it can be put right without reading code. */
export const modelRemedies = {
  OPENAI_BASE_URL:
    'write the address of the interface without the path of a call, for example OPENAI_BASE_URL=http://10.0.0.9:8000/v1; a name and a password in it are not taken, the key is OPENAI_API_KEY',
  OPENAI_MODEL: 'write the model’s name as its server knows it, for example OPENAI_MODEL=qwen3-8b',
  OPENAI_API_KEY: 'copy the key of the model’s server, or leave it empty where it wants none',
  MODEL_DAILY_LIMIT: 'write how many questions a day may be put to the model, from 0 to 100000; 200 without it',
} as const;
export type ModelSetting = keyof typeof modelRemedies;

/** Their values are never repeated in a message: an address may hold a key. */
export const modelSecrets: readonly string[] = ['OPENAI_API_KEY', 'OPENAI_BASE_URL'] satisfies readonly ModelSetting[];

/** Some servers' keys are signed tokens. A guide's dots are no key. */
const KEY = /^(?!.*(?:\.\.\.|…)$)[\x21-\x7e]{1,2000}$/;
const DAILY_LIMIT_DEFAULT = 200;
const DAILY_LIMIT_MAX = 100_000;

/** In a network of one's own a model is often served without TLS; `doctor` says so. */
function isAddress(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.search === '' && url.hash === '';
}

export const modelSchema = {
  OPENAI_BASE_URL: z.string().trim().refine(isAddress).transform(withoutSlash).optional(),
  OPENAI_MODEL: word.optional(),
  OPENAI_API_KEY: z.string().trim().regex(KEY).optional(),
  MODEL_DAILY_LIMIT: z
    .string()
    .trim()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.int().max(DAILY_LIMIT_MAX))
    .default(DAILY_LIMIT_DEFAULT),
};

export interface ModelSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly model: string;
  /** Absent: its server wants none. */
  readonly apiKey?: string;
  readonly dailyLimit: number;
}

/**
 * A model is asked only where both its address and its name are set. One without the other is no error, since the environment may
 * hold them for other programs; `lacks` is for whoever wonders.
 */
export function modelFrom(given: {
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly OPENAI_MODEL?: string | undefined;
  readonly OPENAI_API_KEY?: string | undefined;
  readonly MODEL_DAILY_LIMIT: number;
}): { readonly model?: ModelSettings; readonly modelLacks?: ModelSetting } {
  const {
    MODEL_DAILY_LIMIT: dailyLimit,
    OPENAI_API_KEY: apiKey,
    OPENAI_BASE_URL: baseUrl,
    OPENAI_MODEL: model,
  } = given;
  if (baseUrl !== undefined && model !== undefined) {
    return { model: { baseUrl, model, dailyLimit, ...(apiKey !== undefined && { apiKey }) } };
  }
  if (baseUrl !== undefined) return { modelLacks: 'OPENAI_MODEL' };
  return model === undefined ? {} : { modelLacks: 'OPENAI_BASE_URL' };
}
