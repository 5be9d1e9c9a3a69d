/**
 * Test files of one process each evaluate their modules anew, and Zod's registry is the one thing
 * that outlives them: the schemas of the file before would be taken for others of the same name.
 */
import { z } from 'zod';

z.globalRegistry.clear();
