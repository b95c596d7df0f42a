import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { bad, type Finding, ok, warn } from '../platforms/finding.ts';
import { type Config, settingsOf } from './config.ts';
import { examinedPlatforms } from './doctor-platforms.ts';

export interface GivenSettings {
  /** What is wrong with the settings that the configuration leaves out. */
  readonly problems?: readonly string[];
  /** The file that was looked for, as a whole path. */
  readonly envFile?: string;
}

/** What can be said of the settings without a database. */
export async function examineSettings(
  { admins, ...config }: Pick<Config, 'admins' | 'wecom' | 'dingtalk'>,
  { envFile, problems = [] }: GivenSettings,
): Promise<readonly Finding[]> {
  const wrong = problems.map((problem): Finding => ({ grade: 'bad', about: 'settings', seen: problem }));
  const platforms = examinedPlatforms(config);
  if (platforms.length === 0) {
    if (problems.some((problem) => /^(?:WECOM|DINGTALK)_/.test(problem))) return wrong;
    const where = envFile !== undefined && (await isMissing(envFile)) ? `; there is no file ${envFile}` : '';
    const remedy = `for WeCom follow docs/wecom.md: WECOM_BOT_ID and WECOM_BOT_SECRET in .env; for DingTalk docs/dingtalk.md: DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET${where}`;
    return [...wrong, warn('settings', 'no platform is set, so only the sandbox is served', remedy)];
  }
  const findings = [...wrong, ...platforms.map(({ settings }) => ok('settings', settings))];
  if (admins.length > 0) return findings;
  const example = platforms.map(({ name }) => `${name}:USERID`).join(',');
  const remedy = `ADMINS=${example} in .env, or import the managers before the first message`;
  const seen = 'ADMINS is empty: only a contract’s manager or supervisor may bind its group';
  return [...findings, { ...warn('settings', seen, remedy), lacks: ['ADMINS'] }];
}

/** Without those that call a setting missing whose value is refused. */
export function unlessRefused(findings: readonly Finding[], problems: readonly string[] = []): readonly Finding[] {
  const refused = new Set(problems.flatMap(settingsOf));
  return findings.filter(({ lacks = [] }) => !lacks.some((name) => refused.has(name)));
}

export async function examineMedia(dir: string): Promise<Finding> {
  try {
    await access(dir, constants.R_OK | constants.W_OK);
    return ok('media', `${dir} can be written`);
  } catch (error) {
    if (isNoEntry(error)) return ok('media', `${dir} is made by the start`);
    return bad('media', `${dir} can’t be written`, 'make it writable for the user of the program, or set MEDIA_DIR');
  }
}

async function isMissing(file: string): Promise<boolean> {
  try {
    await access(file);
    return false;
  } catch (error) {
    return isNoEntry(error);
  }
}

function isNoEntry(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
