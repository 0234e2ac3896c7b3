/* Words that say nothing about a formula; scripts/finishing/search_index.py leaves them out of
   the index too. */

export const STOP_WORDS = new Set(`
  convert find happen happens know need needs turn want work works
  a an am any and are as at be been being but by can could did do does doing for from get gets
  got had has have having he her him his how i if in into is it its just ll me my of off on or
  our she should so some such than that the their them then there these they thing this those to
  us use used using was we were what when where which while who why will with would you your
`.trim().split(/\s+/))
