import { useEffect, useRef } from 'preact/hooks';
import type { SandboxPersona } from '../../platforms/sandbox/types.ts';
import type { WebText } from '../text-types.ts';
import { Avatar } from './avatar.tsx';
import { usePage } from './page.ts';

/** What somebody is, wherever his name stands: 二线工程师. */
export function titleOf({ roles: [role], title }: SandboxPersona, text: WebText): string {
  return title ?? (role ? text.roles[role] : '');
}

/** Who speaks: everybody of the open room, one chosen. */
export function PersonaStrip() {
  const { text, people, me, turn, become } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const next = turn?.users[0];
  useEffect(() => {
    const wanted = list.current?.querySelector('.is-next') ?? list.current?.querySelector(':has(:checked)');
    wanted?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [me.key, next]);
  return (
    <fieldset class="personas">
      <legend class="visually-hidden">{text.speakAs}</legend>
      <div class="persona-list" ref={list}>
        {people.map((persona) => {
          const isNext = persona.key !== me.key && turn?.users.includes(persona.key) === true;
          return (
            <label key={persona.key} class={isNext ? 'persona is-next' : 'persona'}>
              <input
                type="radio"
                name="persona"
                value={persona.key}
                checked={persona.key === me.key}
                onChange={() => become(persona.key)}
              />
              <Avatar persona={persona} />
              <span class="persona-words">
                <span class="persona-name">{persona.name}</span>
                <span class="persona-role">{isNext ? text.itsTurn : titleOf(persona, text)}</span>
              </span>
            </label>
          );
        })}
        <a
          class="second-window"
          href={`/?as=${encodeURIComponent(me.key)}`}
          target="_blank"
          rel="noopener"
          title={text.secondWindow}
        >
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
            <path
              fill="currentColor"
              d="M13 4h7v7h-2V7.400l-7.300 7.300-1.400-1.400L16.600 6H13V4ZM6 6h4v2H6v10h10v-4h2v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2Z"
            />
          </svg>
          <span class="visually-hidden">{text.secondWindow}</span>
        </a>
      </div>
    </fieldset>
  );
}

/** Who one is at the moment, and what he does here. */
export function RoleLine() {
  const { text, me } = usePage();
  const [role] = me.roles;
  if (!role) return null;
  return (
    <p class="role-line" aria-live="polite">
      <strong>{text.speakingAs(me.name, titleOf(me, text))}</strong> {text.roleDoes[role]}
    </p>
  );
}
