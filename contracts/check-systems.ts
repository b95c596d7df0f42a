import { type OwnedWord, repeats, shared, unknownName } from './contradictions.ts';
import { type Outline, schemesOf } from './outline.ts';
import type { PlacedProblem } from './problems.ts';

/** Systems, and what they belong to: departments, chats, projects, profiles, classes. */
export function checkSystems(outline: Outline): readonly PlacedProblem[] {
  const { systems, departments, chats, projects, profiles } = outline;
  const lists = { departments, chats, projects, profiles, systems };
  return [
    ...Object.entries(lists).flatMap(([list, entries]) =>
      repeats(
        entries.map(({ id }) => id),
        (index) => [list, index, 'id'],
        'id',
      ),
    ),
    ...shared(wordsOf('departments', departments), 'name of another department'),
    ...checkSystemNames(outline),
    ...checkReferences(outline),
  ];
}

/** Two departments may call theirs alike (打印机): whose people speak tells which one is meant. */
function checkSystemNames(outline: Outline): readonly PlacedProblem[] {
  const departmentOf = ({ department, project }: Outline['systems'][number]) =>
    department ?? outline.projects.find(({ id }) => id !== undefined && id === project)?.department;
  const words = Map.groupBy(wordsOf('systems', outline.systems), ({ owner }) => {
    const system = outline.systems[owner];
    return system && departmentOf(system);
  });
  return [...words.values()].flatMap((ofDepartment) => shared(ofDepartment, 'name of another system'));
}

function wordsOf(list: string, entries: Outline['systems'] | Outline['departments']): readonly OwnedWord[] {
  return entries.flatMap(({ name, nameEn, aliases }, index) => [
    ...(name === undefined ? [] : [{ word: name, owner: index, path: [list, index, 'name'] }]),
    ...(nameEn === undefined ? [] : [{ word: nameEn, owner: index, path: [list, index, 'nameEn'] }]),
    ...aliases.map((alias, at) => ({ word: alias, owner: index, path: [list, index, 'aliases', at] })),
  ]);
}

function checkReferences(outline: Outline): readonly PlacedProblem[] {
  const { systems, departments, chats, projects, profiles, systemClasses } = outline;
  const departmentIds = departments.map(({ id }) => id);
  const schemeIds = schemesOf(outline).map(({ id }) => id);
  const ofDepartment = (list: string, index: number, department: string | undefined) =>
    unknownName([list, index, 'department'], 'department', department, departmentIds);
  const ofScheme = (list: string, index: number, scheme: string | undefined) =>
    unknownName([list, index, 'scheme'], 'scheme', scheme, schemeIds);
  return [
    ...chats.flatMap(({ department }, index) => ofDepartment('chats', index, department)),
    ...projects.flatMap(({ department, scheme }, index) => [
      ...ofDepartment('projects', index, department),
      ...ofScheme('projects', index, scheme),
    ]),
    ...profiles.flatMap(({ scheme }, index) => ofScheme('profiles', index, scheme)),
    ...systems.flatMap((system, index) => [
      ...unknownName(['systems', index, 'class'], 'class of systems', system.class, Object.keys(systemClasses)),
      ...ofDepartment('systems', index, system.department),
      ...unknownName(
        ['systems', index, 'project'],
        'project',
        system.project,
        projects.map(({ id }) => id),
      ),
      ...unknownName(
        ['systems', index, 'profile'],
        'profile',
        system.profile,
        profiles.map(({ id }) => id),
      ),
      ...ofScheme('systems', index, system.scheme),
    ]),
  ];
}
