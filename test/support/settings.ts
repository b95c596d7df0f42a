import { z } from 'zod';

const DEFAULT_CRASHES = 50;

/** How often processes are killed on each engine. `DUTYBELL_CRASHES` raises or lowers it. */
export function crashCount(): number {
  return z.coerce.number().int().positive().default(DEFAULT_CRASHES).parse(process.env.DUTYBELL_CRASHES);
}

/** `DUTYBELL_CRASH_SEED` repeats the choices of an earlier run; when a process dies still depends on the machine. */
export function crashSeed(): string | undefined {
  return z.string().min(1).optional().parse(process.env.DUTYBELL_CRASH_SEED);
}

/** `DUTYBELL_SIM_SEED` plays one year of the simulation alone. */
export function simSeed(): number | undefined {
  return z.coerce.number().int().positive().optional().parse(process.env.DUTYBELL_SIM_SEED);
}
