import { assert } from './assert.ts';
import type { Contract, Department, Level, LevelScheme, Profile, Project, System } from './contract.ts';

// What a pack says by reference. The pack's check has made sure that the ids within it exist; ids from elsewhere (a ticket that
// was opened under an earlier pack) may be gone, so those are answered with undefined.

export function systemOf(contract: Contract, systemId: string | undefined): System | undefined {
  return systemId === undefined ? undefined : contract.systems.find(({ id }) => id === systemId);
}

export function levelOf(contract: Contract, levelId: string): Level | undefined {
  return contract.levels.find(({ id }) => id === levelId);
}

export function projectOf(contract: Contract, systemId: string | undefined): Project | undefined {
  const wanted = systemOf(contract, systemId)?.project;
  return contract.projects.find(({ id }) => id === wanted);
}

export function profileOf(contract: Contract, systemId: string | undefined): Profile | undefined {
  const wanted = systemOf(contract, systemId)?.profile;
  return contract.profiles.find(({ id }) => id === wanted);
}

/** The department whose system it is: the system's own, else that of its project. */
export function departmentOf(contract: Contract, systemId: string | undefined): Department | undefined {
  const wanted = systemOf(contract, systemId)?.department ?? projectOf(contract, systemId)?.department;
  return contract.departments.find(({ id }) => id === wanted);
}

/** Of systems that are called alike the department's own; else the only one, or the only one of no department. */
export function systemAmong(
  systemIds: readonly string[],
  contract: Contract,
  departmentId: string | undefined,
): string | undefined {
  const ofDepartment = (wanted: string | undefined) =>
    systemIds.find((id) => departmentOf(contract, id)?.id === wanted);
  const own = departmentId === undefined ? undefined : ofDepartment(departmentId);
  return own ?? (systemIds.length === 1 ? systemIds[0] : ofDepartment(undefined));
}

/** The levels that a system has: by its own word, else by that of its profile, of its project, of the contract. */
export function schemeFor(contract: Contract, systemId: string | undefined): LevelScheme {
  const wanted =
    systemOf(contract, systemId)?.scheme ??
    profileOf(contract, systemId)?.scheme ??
    projectOf(contract, systemId)?.scheme ??
    contract.defaultScheme;
  const scheme = contract.schemes.find(({ id }) => id === wanted);
  assert(scheme, `no scheme ${wanted} in ${contract.id}`);
  return scheme;
}

/** Which calendar a department means by a key of `Contract.calendars`: its own hours, or the key itself. */
export function calendarKeyFor(contract: Contract, key: string, departmentId: string | undefined): string {
  const department = contract.departments.find(({ id }) => id === departmentId);
  return department?.calendars[key] ?? key;
}
