# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [raw]
# # ASSIGNMENT CONFIG
# name: homework
# files: [public.checks, given.py]
# init_cell: false
# export_cell: false
# check_all_cell: false
# tests:
#   ok_format: false
# solutions_pdf: false

# %% [markdown]
# # Homework
# A question of one's own notebook, tested by the public checks of lecture 7.

# %% [raw]
# # BEGIN QUESTION
# name: layer_gradients
# points: 6

# %% [markdown]
# **Question 1.** Write `dloss_dWl(A_prev, dloss_dZl)` and `dloss_dW0l(dloss_dZl)`.

# %% [raw]
# # BEGIN SOLUTION

# %%
def dloss_dWl(A_prev, dloss_dZl):
    return A_prev @ dloss_dZl.T  # SOLUTION


def dloss_dW0l(dloss_dZl):
    return dloss_dZl  # SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_public_checks(env):
    import grader

    grader.require("layer_gradients", env)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION
