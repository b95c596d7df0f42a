import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { FormField } from '../../cards/types.ts';
import type { WebText } from '../text-types.ts';

export interface FormDialogProps {
  readonly text: WebText;
  readonly title: string;
  readonly fields: readonly FormField[];
  readonly onSubmit: (form: Record<string, string>) => void;
  readonly onClose: () => void;
}

/** The form of a button: a dialog at a desk, a sheet on a phone. The browser checks what is required and keeps the focus in. */
export function FormDialog({ text, title, fields, onSubmit, onClose }: FormDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before the first paint: an Escape right after the tap already finds it open.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="form-dialog"
      aria-labelledby={titleId}
      onClose={onClose}
      onPointerDown={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <form
        // What is missing is said in the page's language, not in the browser's.
        onInvalidCapture={({ target }) => isControl(target) && target.setCustomValidity(missingIn(target, text))}
        onInput={({ currentTarget }) => {
          for (const control of currentTarget.elements) if (isControl(control)) control.setCustomValidity('');
        }}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(readForm(event.currentTarget, fields));
          dialog.current?.close();
        }}
      >
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" class="icon-button" aria-label={text.close} onClick={() => dialog.current?.close()}>
            ×
          </button>
        </header>
        {fields.map((field) => (
          <Field key={field.name} text={text} field={field} />
        ))}
        <footer>
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {text.cancel}
          </button>
          <button type="submit" class="button button-primary">
            {text.submit}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

type Control = HTMLTextAreaElement | HTMLSelectElement | HTMLInputElement;

function isControl(target: unknown): target is Control {
  return [HTMLTextAreaElement, HTMLSelectElement, HTMLInputElement].some((kind) => target instanceof kind);
}

function missingIn(control: Control, text: WebText): string {
  return control instanceof HTMLTextAreaElement ? text.missing.text : text.missing.choice;
}

/** Fields that were left empty are left out, but for the rating: that it was asked is worth knowing. */
function readForm(form: HTMLFormElement, fields: readonly FormField[]): Record<string, string> {
  const values = new FormData(form);
  const filled = fields.flatMap(({ name, type }) => {
    const value = values.get(name) ?? (type === 'rating' ? '' : undefined);
    if (value === '' && type === 'rating') return [[name, value] as const];
    return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [];
  });
  return Object.fromEntries(filled);
}

function Field({ text, field }: { text: WebText; field: FormField }) {
  const id = useId();
  if (field.type === 'rating') return <Rating text={text} field={field} />;
  return (
    <div class="field">
      <label for={id}>
        <FieldLabel text={text} field={field} />
      </label>
      {field.type === 'select' ? (
        <select id={id} name={field.name} required={field.required}>
          <option value="">{text.choose}</option>
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <textarea
          id={id}
          name={field.name}
          rows={2}
          dir="auto"
          required={field.required}
          maxLength={field.maxLength}
          placeholder={field.placeholder ?? text.fillIn}
        />
      )}
    </div>
  );
}

function FieldLabel({ text, field }: { text: WebText; field: FormField }) {
  return (
    <>
      {field.label} {field.required && <span class="required">{text.required}</span>}
    </>
  );
}

function Rating({ text, field }: { text: WebText; field: FormField & { type: 'rating' } }) {
  const values = Array.from({ length: field.max }, (_, place) => place + 1);
  return (
    <fieldset class="field rating">
      <legend>
        <FieldLabel text={text} field={field} />
      </legend>
      <div class="stars">
        {values.map((value) => (
          <label key={value} title={text.stars(value)}>
            <input type="radio" name={field.name} value={value} required={field.required} />
            <span aria-hidden="true">★</span>
            <span class="visually-hidden">{text.stars(value)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
