import { type DestinationStream, type Logger, pino } from 'pino';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields that could carry what people wrote, who they are, or a secret. They are logged nowhere; this is the second fence. */
const CENSORED = ['text', 'body', 'name', 'form', 'args', 'token', 'tapToken', 'secret', 'password', 'url'];

/**
 * One JSON object a line. Workers make children that carry `updateId`, `ticketId` or `chatId` on every line.
 * @param destination standard error when absent: standard output belongs to the answers of commands
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: [...CENSORED, ...CENSORED.map((field) => `*.${field}`)], censor: '[hidden]' },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
  };
  return pino(options, destination ?? pino.destination({ dest: 2, sync: true }));
}

/** What of an error belongs into a log: no fields of it, since drivers put statements and parameters there. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code: unknown = Reflect.get(error, 'code');
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
