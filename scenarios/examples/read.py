"""When it is likely to be in force and who is likely next: python read.py out/hanoi"""
import sys
import pandas as pd

folder = sys.argv[1] if len(sys.argv) > 1 else "out/hanoi"
days = pd.read_csv(f"{folder}/distribution.csv")
for share in (0.05, 0.5, 0.95):
    reached = days.loc[days.in_force_by_chance >= share, "to"]
    print(f"{share:.0%} by {reached.iloc[0] if len(reached) else 'a day beyond the horizon'}")
who = pd.read_csv(f"{folder}/participants.csv")
open_ = who[who.deposited.isna()].nlargest(5, "within_a_year_chance")
print(open_[["name", "within_a_year_chance"]].to_string(index=False))
