"""Small things that know no feature: money, days, the clock, errors, languages."""
