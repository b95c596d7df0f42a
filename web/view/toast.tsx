import type { VNode } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { WebText } from '../text-types.ts';

const SHOWN_MS = 6_000;

/** A short notice of something that did not work; `notify` takes a key of `WebText.errors`. */
export function useToast(text: WebText): readonly [VNode, (error: string) => void] {
  const [shown, setShown] = useState<{ error: string }>();
  useEffect(() => {
    const timer = setTimeout(() => setShown(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  const notify = useCallback((error: string) => setShown({ error }), []);
  const toast = (
    <div class="toast-place" role="alert">
      {shown && (
        <p class="toast">
          {text.errors[shown.error] ?? text.errorOther}
          <button type="button" class="icon-button" aria-label={text.close} onClick={() => setShown(undefined)}>
            ×
          </button>
        </p>
      )}
    </div>
  );
  return [toast, notify];
}
