import { z } from 'zod';
import { SECOND } from '../domain/types.ts';
import { bad, type Finding, ok, warn } from '../platforms/finding.ts';
import { isLoopback } from '../platforms/loopback.ts';
import type { Config } from './config.ts';
import type { DoctorTools } from './doctor.ts';
import type { ModelSettings } from './model-config.ts';

const LIMIT_MS = 5 * SECOND;
const ABOUT = 'model';
const OFF = 'until then no model is asked, and the rules alone decide';

const listShape = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Does the language model's server answer, and does it know the model? Nothing is said where none is set. */
export async function examineModel(
  { model, modelLacks }: Pick<Config, 'model' | 'modelLacks'>,
  { http }: Pick<DoctorTools, 'http'>,
): Promise<readonly Finding[]> {
  if (modelLacks !== undefined) return [warn(ABOUT, `${modelLacks} is empty`, `${modelLacks}=… in .env; ${OFF}`)];
  if (!model) return [];
  const reached = await reach(model, http);
  const { hostname, protocol } = new URL(model.baseUrl);
  if (protocol === 'https:' || isLoopback(hostname)) return [reached];
  const seen = `words of questions go to ${hostname} without encryption`;
  return [reached, warn(ABOUT, seen, 'https in OPENAI_BASE_URL, unless the whole way lies in a network of your own')];
}

async function reach({ apiKey, baseUrl, model }: ModelSettings, http: typeof fetch): Promise<Finding> {
  const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  try {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const response = await http(`${baseUrl}/models`, { headers, redirect: 'error', signal });
    const text = await response.text();
    if (response.ok) return known(baseUrl, model, text);
    const said = `${baseUrl}/models answers ${response.status}`;
    if (response.status === 401 || response.status === 403) return bad(ABOUT, said, `mend OPENAI_API_KEY; ${OFF}`);
    if (response.status === 404)
      return warn(ABOUT, said, 'where it lists no models, ask one question and read the log');
    return bad(ABOUT, said, `mend OPENAI_BASE_URL, or its server; ${OFF}`);
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return bad(
      ABOUT,
      `${baseUrl} does not answer: ${why}`,
      `let this machine reach it, or mend OPENAI_BASE_URL; ${OFF}`,
    );
  }
}

function known(baseUrl: string, model: string, text: string): Finding {
  const ids = idsIn(text);
  if (!ids) return bad(ABOUT, `${baseUrl}/models answers with no list of models`, `mend OPENAI_BASE_URL; ${OFF}`);
  if (ids.includes(model)) return ok(ABOUT, `${baseUrl} answers and knows ${model}`);
  const remedy = `OPENAI_MODEL= one of those that it lists${ids.length > 0 ? `: ${ids.slice(0, 5).join(', ')}` : ''}`;
  return bad(ABOUT, `${baseUrl} answers, but does not know ${model}`, remedy);
}

function idsIn(text: string): readonly string[] | undefined {
  try {
    return listShape.parse(JSON.parse(text)).data.map(({ id }) => id);
  } catch {
    return undefined;
  }
}
