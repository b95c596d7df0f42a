import { ONLY_SCHEME, type Outline, schemesOf } from './outline.ts';

/** What a ticket can be about: a system with what it belongs to, or no system at all. */
export interface Subject {
  readonly system?: string;
  readonly profile?: string | undefined;
  readonly project?: string | undefined;
  /** The levels that its tickets can have; undefined where its scheme is unknown. */
  readonly levels: readonly string[] | undefined;
}

type OutlineClock = Outline['clocks'][number];
const SCOPES = [
  ['systems', 'system'],
  ['profiles', 'profile'],
  ['projects', 'project'],
] as const;

/** The report without a system, and each system. */
export function subjectsOf(outline: Outline): readonly Subject[] {
  const schemes = schemesOf(outline);
  const defaultScheme = outline.schemes === undefined ? ONLY_SCHEME : outline.defaultScheme;
  const levelsOf = (id: string | undefined) => schemes.find((scheme) => scheme.id === id)?.levels;
  const systems = outline.systems.flatMap(({ id, profile, project, scheme }): readonly Subject[] => {
    if (id === undefined) return [];
    const wanted =
      scheme ??
      outline.profiles.find((other) => other.id === profile)?.scheme ??
      outline.projects.find((other) => other.id === project)?.scheme ??
      defaultScheme;
    return [{ system: id, profile, project, levels: levelsOf(wanted) }];
  });
  return [{ levels: levelsOf(defaultScheme) }, ...systems];
}

/** Whether a rule is about the subject, the level aside. */
export function covers(rule: OutlineClock, subject: Subject): boolean {
  return SCOPES.every(([list, own]) => {
    const id = subject[own];
    return rule[list].length === 0 || (id !== undefined && rule[list].includes(id));
  });
}

/** How telling a rule's scope is: of rules for one clock the most telling one binds. */
export function scopeRank(rule: OutlineClock): number {
  const place = SCOPES.findIndex(([list]) => rule[list].length > 0);
  return place === -1 ? 0 : SCOPES.length - place;
}

/** An empty list means all. */
export function bindsLevel(rule: OutlineClock, level: string): boolean {
  return rule.levels.length === 0 || rule.levels.includes(level);
}

export function isOfAnyHour({ reportedIn, reportedOutside }: OutlineClock): boolean {
  return reportedIn === undefined && reportedOutside === undefined;
}

/** One binds what is reported within the hours of a calendar, the other what is reported outside them: no ticket can have both. */
export function areOtherHours(a: OutlineClock, b: OutlineClock): boolean {
  const isOther = (one: OutlineClock, other: OutlineClock) =>
    one.reportedIn !== undefined && one.reportedIn === other.reportedOutside;
  return isOther(a, b) || isOther(b, a);
}
