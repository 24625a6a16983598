# When it is likely to be in force and who is likely next: Rscript read.R out/hanoi
folder <- c(commandArgs(trailingOnly = TRUE), "out/hanoi")[1]
days <- read.csv(file.path(folder, "distribution.csv"))
for (share in c(0.05, 0.5, 0.95)) {
  reached <- days$to[which(days$in_force_by_chance >= share)]
  cat(sprintf("%.0f%% by %s\n", 100 * share, c(reached, "a day beyond the horizon")[1]))
}
who <- read.csv(file.path(folder, "participants.csv"), na.strings = "")
open <- who[is.na(who$deposited), c("name", "within_a_year_chance")]
print(head(open[order(-open$within_a_year_chance), ], 5), row.names = FALSE)
