import { z } from 'zod';
import type { ClamdAddress } from './clamd.ts';

/** What is wrong with the setting, said so that it can be put right without reading code. */
export const clamdRemedies = {
  CLAMD:
    'write HOST:PORT or the whole path of the socket of clamd, for example CLAMD=127.0.0.1:3310 or CLAMD=/run/clamav/clamd.ctl',
} as const;

const PORT_MAX = 65_535;
const HOST_AND_PORT = /^(?:\[(?<v6>[0-9a-f:.]+)\]|(?<host>[\w.-]+)):(?<port>\d{1,5})$/i;
const PATH = /^\/[^\0\s]+$/;

export const clamdSchema = {
  CLAMD: z
    .string()
    .trim()
    .transform((value, context): ClamdAddress => {
      const address = addressIn(value);
      if (address) return address;
      context.addIssue({ code: 'custom', message: 'no address of clamd' });
      return z.NEVER;
    })
    .optional(),
};

/** As the setting was written. */
export function clamdWords(address: ClamdAddress): string {
  if ('path' in address) return address.path;
  return `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
}

function addressIn(value: string): ClamdAddress | undefined {
  if (PATH.test(value)) return { path: value };
  const { host, port, v6 } = HOST_AND_PORT.exec(value)?.groups ?? {};
  const name = v6 ?? host;
  const number = Number(port);
  return name === undefined || number < 1 || number > PORT_MAX ? undefined : { host: name, port: number };
}
