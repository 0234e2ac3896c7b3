/* Words that say nothing about a formula; scripts/finishing/search_index.py leaves them out of
   the index too. */

export const STOP_WORDS = new Set(`
  a after am an and any are as at be because been before being between but by can convert could did
  do does doing during each find for from get gets got had happen happens has have having he her him his
  how i if in into is it its just know ll me my need needs of off on or our she should so some
  such than that the their them then there these they thing this those to too turn us use used using
  very want was we were what when where which while who why will with without work works would you
  your
`.trim().split(/\s+/))
