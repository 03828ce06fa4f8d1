"""Products as they are sold: one plan for each version of each product, read from data."""

from policy.domain.products.plan import BadPlan, Plan, Status
from policy.domain.products.questions import BadAnswer, Question
from policy.domain.products.words import Words

__all__ = ["BadAnswer", "BadPlan", "Plan", "Question", "Status", "Words"]
