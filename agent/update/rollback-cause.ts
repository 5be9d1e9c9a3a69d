import { z } from 'zod';
import { ROLLBACK_CAUSES } from '../core/update/updating.ts';

/**
 * Why a release was undone, also in the words of a newer release: a cause that this one does not know
 * must not cost the whole record.
 */
export const rollbackCauseSchema = z.enum(ROLLBACK_CAUSES).catch('unhealthy');
