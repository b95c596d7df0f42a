/** How sentences that name buttons or cards begin or end, and how they do where there are none. */
export const typedInsteadEn: Readonly<Record<string, string>> = {
  'Choose it, and tickets can be registered here.':
    'Send “bind” and the number of your contract, and tickets can be registered here.',
  'if it is a fault, you can also just press the button.': 'if it is a fault, you can also just send “register”.',
  'Tap below to register this as an incident, or send "help".':
    'Send “register” to register this as an incident, or “help”.',
  'If all is normal one tap is enough; else go item by item. You may stop at any time: what is filled in is kept.':
    'If all is normal send “all normal”; else go item by item. You may stop at any time: what is filled in is kept.',
  'Tap a button, or reply': 'Send',
  "Reply to the ticket's card, or send": 'Send',
  'please reply to the card of the one that it is for, or write “add 7 …” with the picture; 7 is the number of the day.':
    'please write “add 7 …” with the picture; 7 is the number of the day.',
  'Please give the whole name, or choose on the card.': 'Please give the whole name.',
  'This button no longer works. Please use the latest card.':
    'This can no longer be done. Please send “open” to see how it stands.',
  ' Please use the latest card.': ' Please send “open” to see how it stands.',
  'please tap “Resolve” with cause and action': 'please send “resolve” with cause and action',
  'if it is done, tap “Resolve” with cause and action': 'if it is done, send “resolve” with cause and action',
  'if it still does not work, please press “Not resolved”.': 'if it still does not work, please send “not resolved”.',
  'This card is of another day; please use the one of today.': 'This is of another day; please send “sign in”.',
};
