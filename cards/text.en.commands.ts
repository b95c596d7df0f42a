import type { Catalogue } from './catalogue.ts';

/** The English catalogue's words for what people do and ask: buttons, what may be typed, and what is said when it is done. */
export const commands: Pick<Catalogue, 'commands' | 'queries' | 'inner'> = {
  commands: {
    acknowledge: {
      label: 'Acknowledge',
      words: ['ack', 'acknowledge', 'take'],
      sample: '',
      done: ({ by, number }) => `${by} acknowledged ${number}`,
    },
    arrive: {
      label: 'Arrive',
      words: ['arrive', 'arrived', 'on site', 'onsite'],
      sample: '',
      done: ({ by, number }) => `${by} is on site: ${number}`,
    },
    diagnose: {
      label: 'Diagnose',
      words: ['diagnose', 'diagnosis', 'diagnosed'],
      sample: 'the likely cause',
      done: ({ by, number }) => `${by} recorded a diagnosis: ${number}`,
    },
    report_up: {
      label: 'Report up',
      words: ['report up', 'reported up'],
      sample: '',
      done: ({ by, number }) => `${by} reported ${number} to management`,
    },
    work_around: {
      label: 'Workaround',
      words: ['workaround', 'work around'],
      sample: 'what keeps people working for now',
      done: ({ by, number }) => `${by} recorded a workaround: ${number}`,
    },
    progress: {
      label: 'Progress',
      words: ['progress', 'update'],
      sample: 'where things stand',
      done: ({ by, number }) => `${by} gave an update: ${number}`,
    },
    supplement: {
      label: 'Add',
      words: ['add', 'supplement', 'note'],
      sample: 'what else is known',
      done: ({ by, number }) => `Added to ${number} for ${by}`,
    },
    resolve: {
      label: 'Resolve',
      words: ['resolve', 'resolved', 'fixed'],
      sample: 'cause … action …',
      done: ({ by, number }) => `${by} resolved ${number}`,
    },
    confirm: {
      label: 'Confirm',
      words: ['confirm', 'confirmed'],
      sample: 'rating',
      done: ({ by, number }) => `${by} confirmed, ${number} is closed`,
    },
    reopen: {
      label: 'Not resolved',
      words: ['reopen', 'not resolved', 'still broken', 'not fixed'],
      sample: 'what is still wrong',
      done: ({ by, number }) => `${by} says it is not resolved, ${number} goes on`,
    },
    transfer: {
      label: 'Transfer',
      words: ['transfer', 'reassign', 'assign'],
      sample: 'name',
      done: ({ by, number, to }) => `${by} transferred ${number} to ${to}`,
    },
    suspend: {
      label: 'Suspend',
      words: ['suspend', 'hold'],
      sample: 'reason',
      done: ({ by, number, isPending }) =>
        isPending ? `${by} asked to suspend ${number}` : `${by} suspended ${number}`,
    },
    resume: {
      label: 'Resume',
      words: ['resume'],
      sample: '',
      done: ({ by, number }) => `${by} resumed the clocks of ${number}`,
    },
    approve_suspension: {
      label: 'Approve suspension',
      words: ['approve', 'approve suspension'],
      sample: '',
      done: ({ by, number }) => `${by} approved the suspension of ${number}`,
    },
    refuse_suspension: {
      label: 'Refuse suspension',
      words: ['refuse', 'refuse suspension', 'reject'],
      sample: '',
      done: ({ by, number }) => `${by} refused the suspension of ${number}; its clocks run on`,
    },
    change_level: {
      label: 'Change level',
      words: ['level', 'change level'],
      sample: 'new-level reason',
      done: ({ by, number, to }) => `${by} changed the level of ${number} to "${to}"`,
    },
    cancel: {
      label: 'Cancel ticket',
      words: ['cancel', 'cancel ticket', 'false alarm'],
      sample: 'reason',
      done: ({ by, number }) => `${by} cancelled ${number}`,
    },
    undo: {
      label: 'Undo last step',
      words: ['undo', 'undo last step'],
      sample: '',
      done: ({ by, number, to }) => `${by} took back "${to}": ${number}`,
    },
  },
  queries: {
    my_tickets: { label: 'My tickets', words: ['my tickets', 'mine'] },
    open_tickets: { label: 'Open', words: ['open', 'open tickets'] },
    overdue: { label: 'Overdue', words: ['overdue', 'breached'] },
    ticket: { label: 'Ticket', words: ['ticket', 'show'] },
    today: { label: 'Today', words: ['today', 'stats', 'statistics'] },
    help: { label: 'Help', words: ['help', 'usage', 'menu', '?'] },
  },
  inner: {
    cause: ['root cause', 'cause'],
    action: ['action', 'fix'],
    rating: ['rating', 'rated', 'rate'],
    points: ['points', 'point', 'stars', 'star'],
  },
};
