// A staff form with a long list to choose from.
import { wireLists } from './choose.js';

wireLists(document);
