// For packages without a translation of their own (vite-literals.js). Import this before them.
import { say } from './words.js';

globalThis.__say = say;
