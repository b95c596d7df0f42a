import type { SandboxPersona } from '../../platforms/sandbox/types.ts';

/** A person's first character, in the colour of his role. */
export function Avatar({ persona }: { persona: SandboxPersona | undefined }) {
  const initial = [...(persona?.name ?? '?')][0];
  return (
    <span class={`avatar role-${persona?.roles[0] ?? 'none'}`} aria-hidden="true">
      {initial}
    </span>
  );
}

export function BotAvatar() {
  return (
    <span class="avatar bot-avatar" aria-hidden="true">
      <BellIcon />
    </span>
  );
}

export function BellIcon() {
  return (
    <svg viewBox="0 0 24 24" width="1.25em" height="1.25em" aria-hidden="true">
      <path
        fill="currentColor"
        d="M12 2.500a1.500 1.500 0 0 1 1.500 1.500v.4a5.600 5.600 0 0 1 4.100 5.400v4.200l1.700 2.700H4.700l1.700-2.700V9.800a5.600 5.600 0 0 1 4.100-5.400V4A1.500 1.500 0 0 1 12 2.500Zm-2.500 16h5a2.500 2.500 0 0 1-5 0Z"
      />
    </svg>
  );
}
