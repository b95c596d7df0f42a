import type { Contract } from '../domain/contract.ts';
import { bad, type Finding, ok, warn } from '../platforms/finding.ts';
import type { Config } from './config.ts';
import type { DoctorTools } from './doctor.ts';
import { networkProber } from './probe-target.ts';

/** Does Prometheus answer, where items of a pack ask it? Nothing is said where none does. */
export async function examinePrometheus(
  { prometheusUrl }: Pick<Config, 'prometheusUrl'>,
  contracts: readonly Contract[],
  { clock, http }: Pick<DoctorTools, 'clock' | 'http'>,
): Promise<readonly Finding[]> {
  const asking = contracts.filter(({ inspections }) =>
    inspections.some(({ checklist }) => checklist.some(({ probe }) => probe?.kind === 'prometheus')),
  );
  if (asking.length === 0) return [];
  const names = asking.map(({ id }) => id).join(', ');
  if (prometheusUrl === undefined) {
    const seen = `PROMETHEUS_URL is empty, so people have to look at what ${names} would ask Prometheus`;
    return [warn('prometheus', seen, 'PROMETHEUS_URL=http://HOST:9090 in .env, or delete these probes from the pack')];
  }
  const probed = await networkProber({ now: clock.now, prometheusUrl, http })({ kind: 'prometheus', query: '1' });
  if (probed.saw === 'value') return [ok('prometheus', `${prometheusUrl} answers, which ${names} asks`)];
  const why = probed.saw === 'unknown' ? probed.why : 'it answered with no value';
  const remedy = 'start it, or mend PROMETHEUS_URL; until then what it should tell is left to people';
  return [bad('prometheus', `${prometheusUrl} does not answer, which ${names} asks: ${why}`, remedy)];
}
