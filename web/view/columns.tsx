import { isOpen } from '../state/tickets.ts';
import type { WebText } from '../text-types.ts';
import { ChatColumn } from './chat-column.tsx';
import { ClockPanel } from './clock-panel.tsx';
import { FormDialog } from './form-dialog.tsx';
import { PageContext } from './page.ts';
import { RoomList } from './room-list.tsx';
import { TabBar } from './tab-bar.tsx';
import { useToast } from './toast.tsx';
import { TopBar } from './top-bar.tsx';
import type { OpenForm, Workspace } from './use-page-state.ts';
import { usePageState } from './use-page-state.ts';
import { useReadMarks } from './use-read-marks.ts';

/** The three columns, one at a time on a phone. */
export function Columns(props: Workspace & { readonly toggleLanguage: () => void }) {
  const { text, session, toggleLanguage } = props;
  const [toast, notify] = useToast(text);
  const { page, speech, tickets, latest, tab, setTab, form, submitForm, closeForm } = usePageState(props, notify);
  const marks = useReadMarks(session.viewer, page.room, tab);
  return (
    <PageContext.Provider value={page}>
      <div class="app" data-tab={tab}>
        <TopBar toggleLanguage={toggleLanguage} />
        <div class="columns">
          <nav class="column rooms" aria-label={text.rooms}>
            <RoomList marks={marks} />
          </nav>
          <ChatColumn speech={speech} latest={latest} />
          <aside class="column side" aria-label={text.clocks}>
            <ClockPanel tickets={tickets} />
          </aside>
        </div>
        <TabBar tab={tab} setTab={setTab} running={tickets.filter(isOpen).length} />
        {form?.action.form && (
          <FormDialog
            text={text}
            title={titleOfForm(form, text)}
            fields={form.action.form}
            onSubmit={submitForm}
            onClose={closeForm}
          />
        )}
        {toast}
      </div>
    </PageContext.Provider>
  );
}

function titleOfForm({ message, action }: OpenForm, text: WebText): string {
  const card = message.from === 'bot' ? message.card : undefined;
  if (!card) return action.label;
  // A title that asks for the action says it already; then its number is enough.
  const [number = ''] = card.title.split(' ');
  return text.formFor(action.label, card.title.includes(action.label) ? number : card.title);
}
