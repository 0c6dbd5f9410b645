/** How an element is drawn; elements without paint were not reached yet. */
export type Paint = 'active' | 'waiting' | 'incident' | 'completed';
