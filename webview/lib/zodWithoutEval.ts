/**
 * The panel's content security policy forbids `eval`, which zod would try for speed and the browser would report. Imported before
 * anything that builds a schema.
 */
import { config } from 'zod';

config({ jitless: true });
