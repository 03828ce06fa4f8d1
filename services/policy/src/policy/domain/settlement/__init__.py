"""What of a loss is paid: sums insured, average, deductibles, limits, and several insurers.

The order is ours and printed in each product: insured loss, item sublimits, average, deductible,
co-payment, event limit, what is left of the aggregate.
"""
