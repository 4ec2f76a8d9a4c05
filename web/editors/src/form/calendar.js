// The calendar of a date field is flatpickr's: it speaks Chinese once it is told, and begins the week with Monday.
import flatpickr from 'flatpickr';
import { Mandarin } from 'flatpickr/dist/esm/l10n/zh.js';
import { language, say } from '../words.js';

if (language === 'zh') {
  flatpickr.setDefaults({ ariaDateFormat: 'Y年n月j日' });
  flatpickr.localize({ ...Mandarin, firstDayOfWeek: 1, monthAriaLabel: say('Month'), yearAriaLabel: say('Year') });
}
