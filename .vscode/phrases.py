"""The phrases for editors, made by `python -m harness vocabulary` and never loaded."""

from harness.gherkin.sentences import given, then, when


@given("the operator")
def phrase_1():
    # steps/phrases/hydracore.feature:7
    #
    # Given the API "hydracore"
    # Given the requests carry the bearer token "{{hydracore.token}}"
    ...


@when("an instance is ordered")
def phrase_2():
    # steps/phrases/hydracore.feature:11
    #
    # Given I remember "acceptance-{{uuid}}" as "order key"
    # When I POST "/provision"
    #   """json
    #   {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
    #   """
    ...


@when("an instance is ordered under the key {string}")
def phrase_3():
    # steps/phrases/hydracore.feature:18
    #
    # Given I remember "<key>" as "order key"
    # When I POST "/provision"
    #   """json
    #   {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
    #   """
    ...


@when("the same order is placed again")
def phrase_4():
    # steps/phrases/hydracore.feature:25
    #
    # When I POST "/provision"
    #   """json
    #   {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
    #   """
    ...


@when("the same order is placed five times at the same time")
def phrase_5():
    # steps/phrases/hydracore.feature:31
    #
    # Given I remember "acceptance-{{uuid}}" as "order key"
    # When I POST "/provision" 5 times at the same time
    #   """json
    #   {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
    #   """
    ...


@when("an instance that must fail is ordered")
def phrase_6():
    # steps/phrases/hydracore.feature:38
    #
    # Given I remember "acceptance-{{uuid}}" as "order key"
    # When I POST "/provision"
    #   """json
    #   {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.failing_manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
    #   """
    ...


@given("an instance that is slow to become ready")
def phrase_7():
    # steps/phrases/hydracore.feature:45
    #
    # Given the target names "hydracore.slow_manifest"
    # Given the operator
    # Given I remember "acceptance-{{uuid}}" as "order key"
    # When I POST "/provision"
    #   """json
    #   {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.slow_manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
    #   """
    # Then the instance is found under its key
    ...


@when("an instance is ordered in the name of another customer")
def phrase_8():
    # steps/phrases/hydracore.feature:55
    #
    # Given I remember "acceptance-{{uuid}}" as "order key"
    # When I POST "/provision"
    #   """json
    #   {
    #     "idempotency_key": {{order key}},
    #     "manifest_id": {{hydracore.manifest}},
    #     "region_id": {{hydracore.region}},
    #     "tier_id": {{hydracore.tier}},
    #     "customer_id": "{{uuid}}",
    #     "tenant_id": "{{uuid}}",
    #     "subscription_id": "{{uuid}}"
    #   }
    #   """
    ...


@then("the order is accepted")
def phrase_9():
    # steps/phrases/hydracore.feature:70
    #
    # Then every response status is one of 200, 201, 202
    # Then every response has these fields
    #   | field             | expected               |
    #   | $.idempotency_key | is {{order key}}       |
    #   | $.task_id         | is not one of "", null |
    ...


@then("the order is refused because of {string}")
def phrase_10():
    # steps/phrases/hydracore.feature:77
    #
    # Then the response status is 422
    # Then the response has a field "$.detail[*].loc" that contains "<field>"
    ...


@then("the instance is found under its key")
def phrase_11():
    # steps/phrases/hydracore.feature:81
    #
    # When I poll "/instances/by-key/{{order key}}" until the field "$.found" is true
    # Then the response field "$.instance_id" is a UUID
    # Then I remember the response field "$.instance_id" as "instance"
    ...


@then("the instance becomes ready")
def phrase_12():
    # steps/phrases/hydracore.feature:86
    #
    # When I poll "/instances/{{instance}}" until the field "$.status" is one of {{hydracore.ready}}, and fail at once if the field "$.status" is one of {{hydracore.failed}}
    ...


@then("the instance fails")
def phrase_13():
    # steps/phrases/hydracore.feature:89
    #
    # When I poll "/instances/{{instance}}" until the field "$.status" is one of {{hydracore.failed}}, and fail at once if the field "$.status" is one of {{hydracore.ready}}
    ...


@then("the status is a known one")
def phrase_14():
    # steps/phrases/hydracore.feature:92
    #
    # Then every response has these fields
    #   | field      | expected                         |
    #   | $.id       | is {{instance}}                  |
    #   | $.hostname | is not blank                     |
    #   | $.status   | is one of {{hydracore.statuses}} |
    ...


@given("an ordered instance")
def phrase_15():
    # steps/phrases/hydracore.feature:99
    #
    # Given the operator
    # When an instance is ordered
    # Then the instance is found under its key
    ...


@given("a running instance")
def phrase_16():
    # steps/phrases/hydracore.feature:104
    #
    # Given the operator
    # When an instance is ordered
    # Then the instance is found under its key
    # Then the instance becomes ready
    ...


@given("a second running instance, the first being known as {string}")
def phrase_17():
    # steps/phrases/hydracore.feature:110
    #
    # Given I remember {{instance}} as "<name>"
    # When an instance is ordered
    # Then the instance is found under its key
    # Then the instance becomes ready
    ...


@given("a failed instance")
def phrase_18():
    # steps/phrases/hydracore.feature:116
    #
    # Given the target names "hydracore.failing_manifest"
    # Given the operator
    # When an instance that must fail is ordered
    # Then the instance is found under its key
    # Then the instance fails
    ...


@given("a deleted instance")
def phrase_19():
    # steps/phrases/hydracore.feature:123
    #
    # Given the operator
    # When an instance is ordered
    # Then the instance is found under its key
    # Then the instance becomes ready
    # When the instance is deleted
    # Then the deletion is confirmed
    # Then the instance is gone
    ...


@when("the agent is asked {string}")
def phrase_20():
    # steps/phrases/hydracore.feature:132
    #
    # When I POST "/instances/{{instance}}/chat" and read its events
    #   """json
    #   {"message": "<message>"}
    #   """
    ...


@when("the agents of both are asked about different things")
def phrase_21():
    # steps/phrases/hydracore.feature:138
    #
    # Given I remember [{{first}}, {{instance}}] as "both"
    # Given I remember these lists
    #   | message                                         | related                                                                                                                                     |
    #   | Explain in several sentences how rainbows form. | raindrops, sunlight, refraction, light, sun, rays, rain, drops, droplets, colour, color, arc, arch, prism, spectrum, sky                    |
    #   | Explain in several sentences what a glacier is. | ice, snow, flakes, frozen, freezes, mountains, valleys, downhill, slope, flows, creeps, slow, slowly, weight, mass, pressed, moraine, melts |
    # When I POST "/instances/{{each both}}/chat" and read its events
    #   """json
    #   {"message": "{{each message}}"}
    #   """
    ...


@then("the answer is about glaciers")
def phrase_22():
    # steps/phrases/hydracore.feature:149
    #
    # Then the streamed text answers "Explain in ten sentences what a glacier is." about "ice, snow, flakes, frozen, freezes, mountains, valleys, downhill, slope, flows, creeps, slow, slowly, weight, mass, pressed, moraine, melts"
    ...


@then("the answer does not explain rainbows again")
def phrase_23():
    # steps/phrases/hydracore.feature:153
    #
    # Then the streamed text does not match "(?is)(?=.*rainbow)(?=.*drop)(?=.*(refract|bend|bent))(?=.*colou?r).*"
    ...


@then("the agent has not excused itself")
def phrase_24():
    # steps/phrases/hydracore.feature:156
    #
    # Then the streamed text does not match "(?is)\W*(I('|’| a)m (so |very |really )?sorry|sorry\b|unfortunately|I apologi[sz]e|apologies).*|.*\bI (can ?not|can('|’)t|could ?not|am (not able|unable) to) (answer|help|assist|respond).*"
    ...


@given("a turn with the agent")
def phrase_25():
    # steps/phrases/hydracore.feature:159
    #
    # When the agent is asked "Explain in several sentences how rainbows form."
    # Then the agent has answered
    ...


@then("the agent refuses to talk")
def phrase_26():
    # steps/phrases/hydracore.feature:164
    #
    # Then the response status is one of 404, 409, 503
    # Then the response text does not match "(?s)(.*[\r\n])?data:.*"
    # Then the response text does not contain {{hydracore.token}}
    ...


@then("the agent has answered")
def phrase_27():
    # steps/phrases/hydracore.feature:169
    #
    # Then the response status is 200
    # Then the number of text events is at least 1
    # Then the stream ended properly
    ...


@when("the use of language models is looked up")
def phrase_28():
    # steps/phrases/hydracore.feature:174
    #
    # When I GET "/instances/{{instance}}/llm-events"
    ...


@then("nothing is booked under {value}")
def phrase_29():
    # steps/phrases/hydracore.feature:177
    #
    # When I GET "/instances/<id>/llm-events"
    # Then the response status is 200
    # Then the response field "$.count" is 0
    ...


@when("the instance is deleted")
def phrase_30():
    # steps/phrases/hydracore.feature:182
    #
    # When I DELETE "/instances/{{instance}}"
    ...


@then("the deletion is confirmed")
def phrase_31():
    # steps/phrases/hydracore.feature:185
    #
    # Then the response status is 200
    # Then the response has these fields
    #   | field         | expected                        |
    #   | $.instance_id | is {{instance}}                 |
    #   | $.status      | is one of "deleted", "deleting" |
    ...


@then("the instance is gone")
def phrase_32():
    # steps/phrases/hydracore.feature:194
    #
    # When I poll "/instances/{{instance}}" until the field "$['status','detail']" is not one of "pending", "provisioning", "running"
    # When I GET "/instances/{{instance}}"
    # Then the response status is one of 200, 404
    # Then every 200 response field "$.status" is "deleted"
    # Then the response has a field "$['status','detail']" that is not blank
    ...


@then("the instance stays gone")
def phrase_33():
    # steps/phrases/hydracore.feature:201
    #
    # When I GET "/instances/{{instance}}" 5 times over 1 second
    # Then every response status is one of 200, 404
    # Then every 200 response field "$.status" is "deleted"
    ...


@then("the key still stands for the instance")
def phrase_34():
    # steps/phrases/hydracore.feature:206
    #
    # When I GET "/instances/by-key/{{order key}}"
    # Then the response status is 200
    # Then the response field "$.instance_id" is {{instance}}
    ...


@then("nobody is let in")
def phrase_35():
    # steps/phrases/hydracore.feature:213
    #
    # Then the response status is one of 401, 403
    # Then the response has no field "$.status" that is one of {{hydracore.ready}}
    # Then the response has these fields
    #   | field         | expected     |
    #   | $.detail      | is not blank |
    #   | $.task_id     | is missing   |
    #   | $.found       | is missing   |
    #   | $.instance_id | is missing   |
    #   | $.hostname    | is missing   |
    #   | $.count       | is missing   |
    ...


@given("the ordered instance is found as well")
def phrase_36():
    # steps/phrases/hydracore.feature:225
    #
    # Then the instance is found under its key
    ...


@given("the answer was complete, and about rainbows")
def phrase_37():
    # steps/phrases/hydracore.feature:228
    #
    # Then the agent has answered
    # Then the answer is about rainbows
    ...


@then("the answer is about rainbows")
def phrase_38():
    # steps/phrases/hydracore.feature:232
    #
    # Then the streamed text answers "Explain in several sentences how rainbows form." about "raindrops, sunlight, refraction, light, sun, rays, rain, drops, droplets, colour, color, arc, arch, prism, spectrum, sky"
    ...


@then("the instance is not ready even now")
def phrase_39():
    # steps/phrases/hydracore.feature:235
    #
    # When I GET "/instances/{{instance}}"
    # Then the scenario goes on only if the field "$.status" is not one of {{hydracore.ready}}
    ...


@then("no answer named another instance")
def phrase_40():
    # steps/phrases/hydracore.feature:239
    #
    # Then I remember from {{answers}} the items whose "$.instance_id" is not one of {{instance}}, null as "strangers"
    # Then the value {{strangers}} is empty
    ...


@then("nothing is ever found under the key")
def phrase_41():
    # steps/phrases/hydracore.feature:243
    #
    # When I GET "/instances/by-key/{{order key}}" 6 times over 2.5 seconds
    # Then every response field "$.found" is false
    ...


@then("nothing is ever found under the key, as the operator sees it")
def phrase_42():
    # steps/phrases/hydracore.feature:247
    #
    # Given the operator
    # Then nothing is ever found under the key
    ...


@then("the status of the instance can be read, and it can be deleted")
def phrase_43():
    # steps/phrases/hydracore.feature:251
    #
    # When I GET "/instances/{{instance}}"
    # Then the response status is 200
    # When the instance is deleted
    # Then the deletion is confirmed
    ...


@then("the instance {value} is still ready")
def phrase_44():
    # steps/phrases/hydracore.feature:257
    #
    # When I GET "/instances/<id>"
    # Then the response status is 200
    # Then the response field "$.status" is one of {{hydracore.ready}}
    ...


@then("the instance is still ready, as the operator sees it")
def phrase_45():
    # steps/phrases/hydracore.feature:262
    #
    # Given the operator
    # Then the instance {{instance}} is still ready
    ...


@given("an agent")
def phrase_46():
    # steps/phrases/nexalayer.feature:6
    #
    # Given the API "nexalayer"
    # Given I use an account
    ...


@given("a new agent")
def phrase_47():
    # steps/phrases/nexalayer.feature:10
    #
    # Given the API "nexalayer"
    # Given I use a new account called "agent"
    ...


@given("another agent")
def phrase_48():
    # steps/phrases/nexalayer.feature:14
    #
    # Given I use a new account called "other agent"
    ...


@then("the answer is a success")
def phrase_49():
    # steps/phrases/nexalayer.feature:17
    #
    # Then the response status is below 300
    # Then the response has these fields
    #   | field             | expected           |
    #   | $.success         | is true            |
    #   | $.error           | is missing         |
    #   | $.data            | is an object       |
    #   | $.meta.request_id | starts with "req_" |
    ...


@then("the request is refused with {int} {string}")
def phrase_50():
    # steps/phrases/nexalayer.feature:26
    #
    # Then the response status is <status>
    # Then the response has these fields
    #   | field             | expected           |
    #   | $.success         | is false           |
    #   | $.data            | is missing         |
    #   | $.error.code      | is "<code>"        |
    #   | $.error.message   | is not blank       |
    #   | $.meta.request_id | starts with "req_" |
    ...


@given("the cheapest dynamic product")
def phrase_51():
    # steps/phrases/nexalayer.feature:36
    #
    # When I GET "/products"
    # Then I remember the response item "$.data.items[?(@.type == 'dynamic')]" with the lowest "price" as "product"
    ...


@given("the cheapest static product, and a region")
def phrase_52():
    # steps/phrases/nexalayer.feature:40
    #
    # When I GET "/products/regions"
    # Then I remember the response field "$.data.items[0].code" as "region"
    # When I GET "/products"
    # Then I remember the response item "$.data.items[?(@.type == 'static')]" with the lowest "price" as "product"
    ...


@when("a dynamic session is ordered")
def phrase_53():
    # steps/phrases/nexalayer.feature:47
    #
    # Given I remember "{{uuid}}" as "order key"
    # Given the request header "Idempotency-Key" is "{{order key}}"
    # When I POST "/sessions"
    #   """json
    #   {"type": "dynamic", "config": {"product_no": {{product.product_no}}, "traffic_gb": 1}}
    #   """
    # Given the request header "Idempotency-Key" is not sent
    # Then the response status is one of 201, 202
    # Then I remember the response field "$.data.session_id" as "session"
    # Then I remember the response as "order"
    ...


@when("a static session is ordered for 30 days")
def phrase_54():
    # steps/phrases/nexalayer.feature:59
    #
    # Given I remember "{{uuid}}" as "order key"
    # Given the request header "Idempotency-Key" is "{{order key}}"
    # When I POST "/sessions"
    #   """json
    #   {"type": "static", "config": {"product_no": {{product.product_no}}, "quantity": 1, "duration_days": 30, "country": {{region}}}}
    #   """
    # Given the request header "Idempotency-Key" is not sent
    # Then the response status is one of 201, 202
    # Then I remember the response field "$.data.session_id" as "session"
    # Then I remember the response as "order"
    ...


@given("three addresses are ordered for 30 days, if the balance suffices")
def phrase_55():
    # steps/phrases/nexalayer.feature:72
    #
    # Given the request header "Idempotency-Key" is "{{uuid}}"
    # When I POST "/sessions"
    #   """json
    #   {"type": "static", "config": {"product_no": {{product.product_no}}, "quantity": 3, "duration_days": 30, "country": {{region}}}}
    #   """
    # Given the request header "Idempotency-Key" is not sent
    # Then the scenario goes on only if the status is not 402
    # Then the response status is one of 201, 202
    ...


@when("a static session is ordered for 90 days, if the balance suffices")
def phrase_56():
    # steps/phrases/nexalayer.feature:82
    #
    # Given the request header "Idempotency-Key" is "{{uuid}}"
    # When I POST "/sessions"
    #   """json
    #   {"type": "static", "config": {"product_no": {{product.product_no}}, "quantity": 1, "duration_days": 90, "country": {{region}}}}
    #   """
    # Given the request header "Idempotency-Key" is not sent
    # Then the scenario goes on only if the status is not 402
    # Then the response status is one of 201, 202
    # Then I remember the response field "$.data.session_id" as "session"
    ...


@then("the session becomes active")
def phrase_57():
    # steps/phrases/nexalayer.feature:93
    #
    # When I poll "/sessions/{{session}}" until the field "$.data.status" is "active", and fail at once if the field "$.data.status" is one of "failed", "error", "expired", "terminated"
    # Then I remember the response field "$.data.proxy" as "proxy"
    # Then I remember the response as "active session"
    ...


@given("an active dynamic session")
def phrase_58():
    # steps/phrases/nexalayer.feature:98
    #
    # Given the cheapest dynamic product
    # When a dynamic session is ordered
    # Then the session becomes active
    ...


@when("a dynamic session is bought, and active")
def phrase_59():
    # steps/phrases/nexalayer.feature:103
    #
    # Given the cheapest dynamic product
    # When a dynamic session is ordered
    # Then the session becomes active
    ...


@given("an active static session")
def phrase_60():
    # steps/phrases/nexalayer.feature:108
    #
    # Given the cheapest static product, and a region
    # When a static session is ordered for 30 days
    # Then the session becomes active
    ...


@given("an active dynamic session known as {string}")
def phrase_61():
    # steps/phrases/nexalayer.feature:113
    #
    # Given the cheapest dynamic product
    # When a dynamic session is ordered
    # Then the session becomes active
    # Then I remember {{session}} as "<name>"
    ...


@when("the session is ended")
def phrase_62():
    # steps/phrases/nexalayer.feature:119
    #
    # When I POST "/sessions/{{session}}/terminate"
    # Then the response status is 200
    ...


@when("the session is rotated because of {string}")
def phrase_63():
    # steps/phrases/nexalayer.feature:123
    #
    # When I POST "/sessions/{{session}}/rotate"
    #   """json
    #   {"reason": "<reason>"}
    #   """
    ...


@given("the session has been rotated before")
def phrase_64():
    # steps/phrases/nexalayer.feature:129
    #
    # When the session is rotated because of "captcha"
    # Then the session becomes active
    ...


@when("a {string} event is reported")
def phrase_65():
    # steps/phrases/nexalayer.feature:133
    #
    # When I POST "/sessions/{{session}}/report-event"
    #   """json
    #   {"event_type": "<kind>"}
    #   """
    ...


@then("the health of the session is told")
def phrase_66():
    # steps/phrases/nexalayer.feature:139
    #
    # Then the response status is 200
    # Then the response has these fields
    #   | field                                | expected                                                 |
    #   | $.data.session_health.risk_level     | is one of "low", "medium", "high", "critical"            |
    #   | $.data.session_health.recommendation | is one of "ok", "consider_rotate", "rotate_now", "pause" |
    ...


@given("the balance before")
def phrase_67():
    # steps/phrases/nexalayer.feature:146
    #
    # When I GET "/billing/balance"
    # Then I remember the response field "$.data.balance" as "balance before"
    ...


@then("the balance is what it was")
def phrase_68():
    # steps/phrases/nexalayer.feature:150
    #
    # When I GET "/billing/balance"
    # Then the response field "$.data.balance" equals the amount {{balance before}}
    ...


@then("the balance is that of the first agent")
def phrase_69():
    # steps/phrases/nexalayer.feature:154
    #
    # When I GET "/billing/balance"
    # Then the response field "$.data.balance" equals the amount {{balance before}}
    ...


@then("the balance stays what it was")
def phrase_70():
    # steps/phrases/nexalayer.feature:158
    #
    # When I GET "/billing/balance" 3 times over 1.5 seconds
    # Then every response field "$.data.balance" equals the amount {{balance before}}
    ...


@then("the balance fell by the price of the product")
def phrase_71():
    # steps/phrases/nexalayer.feature:162
    #
    # When I GET "/billing/balance"
    # Then the response field "$.data.balance" is {{product.price}} less than {{balance before}}, to the cent
    ...


@given("the numbers of sessions before")
def phrase_72():
    # steps/phrases/nexalayer.feature:166
    #
    # When I GET "/stats/overview"
    # Then I remember the response field "$.data.active_sessions" as "active before"
    # Then I remember the response field "$.data.total_sessions" as "total before"
    ...


@then("there are {int} more active and {int} more sessions than before")
def phrase_73():
    # steps/phrases/nexalayer.feature:171
    #
    # When I GET "/stats/overview"
    # Then the response field "$.data.active_sessions" is <active> more than {{active before}}
    # Then the response field "$.data.total_sessions" is <total> more than {{total before}}
    ...


@then("nothing was bought")
def phrase_74():
    # steps/phrases/nexalayer.feature:176
    #
    # When I GET "/stats/overview"
    # Then the response field "$.data.total_sessions" is {{total before}}
    # When I GET "/billing/balance"
    # Then the response field "$.data.balance" equals the amount {{balance before}}
    ...


@given("the agent shows a token in place of its key")
def phrase_75():
    # steps/phrases/nexalayer.feature:182
    #
    # When I POST "/auth/token"
    #   """json
    #   {"api_key": "{{api_key}}", "api_secret": "{{api_secret}}"}
    #   """
    # Then I remember the response field "$.data.access_token" as "access token"
    # Given the request header "X-API-Key" is not sent
    # Given the requests carry the bearer token "{{access token}}"
    ...


@then("the proxy is complete")
def phrase_76():
    # steps/phrases/nexalayer.feature:191
    #
    # Then I remember the response field "$.data.proxy" as "proxy"
    # Then the response has these fields
    #   | field                 | expected                                                                                      |
    #   | $.data.proxy.host     | is not blank                                                                                  |
    #   | $.data.proxy.port     | is a whole number                                                                             |
    #   | $.data.proxy.port     | is at least 1                                                                                 |
    #   | $.data.proxy.port     | is at most 65535                                                                              |
    #   | $.data.proxy.username | is not blank                                                                                  |
    #   | $.data.proxy.password | is not blank                                                                                  |
    #   | $.data.proxy.protocol | is not blank                                                                                  |
    #   | $.data.proxy.full_url | is "{{proxy.protocol}}://{{proxy.username}}:{{proxy.password}}@{{proxy.host}}:{{proxy.port}}" |
    ...


@then("another proxy is told than before")
def phrase_77():
    # steps/phrases/nexalayer.feature:205
    #
    # Then the response has a field "$.data['new_proxy','proxy']['host','port','username','password','full_url']" that is not one of {{proxy.host}}, {{proxy.port}}, {{proxy.username}}, {{proxy.password}}, {{proxy.full_url}}, null
    ...


@then("the session has another proxy than before, every time")
def phrase_78():
    # steps/phrases/nexalayer.feature:208
    #
    # Then every response has a field "$.data.proxy['host','port','username','password']" that is not one of {{proxy.host}}, {{proxy.port}}, {{proxy.username}}, {{proxy.password}}
    ...


@then("the proxy is the one that the rotation has told")
def phrase_79():
    # steps/phrases/nexalayer.feature:212
    #
    # Given I return to the response "rotation"
    # Then the response has no field "$.data.new_proxy['host','port','username','password','full_url']" that is not one of {{proxy.host}}, {{proxy.port}}, {{proxy.username}}, {{proxy.password}}, {{proxy.full_url}}, null
    # Then the response has no field "$.data.proxy['host','port','username','password','full_url']" that is not one of {{proxy.host}}, {{proxy.port}}, {{proxy.username}}, {{proxy.password}}, {{proxy.full_url}}, {{active session.data.proxy.host}}, {{active session.data.proxy.port}}, {{active session.data.proxy.username}}, {{active session.data.proxy.password}}, {{active session.data.proxy.full_url}}, null
    ...


@when("the same order is sent again")
def phrase_80():
    # steps/phrases/nexalayer.feature:217
    #
    # Given the request header "Idempotency-Key" is "{{order key}}"
    # When I POST "/sessions"
    #   """json
    #   {"type": "dynamic", "config": {"product_no": {{product.product_no}}, "traffic_gb": 1}}
    #   """
    # Given the request header "Idempotency-Key" is not sent
    ...


@when("the same order of a static session is sent again")
def phrase_81():
    # steps/phrases/nexalayer.feature:225
    #
    # Given the request header "Idempotency-Key" is "{{order key}}"
    # When I POST "/sessions"
    #   """json
    #   {"type": "static", "config": {"product_no": {{product.product_no}}, "quantity": 1, "duration_days": 30, "country": {{region}}}}
    #   """
    # Given the request header "Idempotency-Key" is not sent
    ...


@when("another order is sent with the same key")
def phrase_82():
    # steps/phrases/nexalayer.feature:233
    #
    # Given the request header "Idempotency-Key" is "{{order key}}"
    # When I POST "/sessions"
    #   """json
    #   {"type": "dynamic", "config": {"product_no": {{product.product_no}}, "traffic_gb": 2}}
    #   """
    # Given the request header "Idempotency-Key" is not sent
    ...


@then("the charge of the session is on record")
def phrase_83():
    # steps/phrases/nexalayer.feature:242
    #
    # When I GET "/billing/transactions?page=1&page_size=10"
    # Then the response has a field "$.data.items[?(@.session_id == '{{session}}')].amount" that equals the amount {{product.price}} with either sign, to the cent
    ...


@then("a page of two holds the amounts {value}")
def phrase_84():
    # steps/phrases/nexalayer.feature:247
    #
    # When I GET "/billing/transactions?page=1&page_size=2"
    # Then I remember the response field "$.data.items[*].amount" as "amounts on one page"
    # Then the value {{amounts on one page}} contains all of <amounts>
    # Then the value <amounts> contains all of {{amounts on one page}}
    ...


@when("the session is renewed for {int} days with the key {string}")
def phrase_85():
    # steps/phrases/nexalayer.feature:253
    #
    # Given the request header "Idempotency-Key" is "<key>"
    # When I POST "/sessions/{{session}}/renew"
    #   """json
    #   {"duration_days": <days>}
    #   """
    # Given the request header "Idempotency-Key" is not sent
    ...


@then("the session expires at {value}")
def phrase_86():
    # steps/phrases/nexalayer.feature:261
    #
    # When I GET "/sessions/{{session}}"
    # Then the response field "$.data.expires_at" is a timestamp 0 seconds after <time>, give or take 1 minute
    ...


@then("the session stays there, as terminated")
def phrase_87():
    # steps/phrases/nexalayer.feature:265
    #
    # When I GET "/sessions/{{session}}" 3 times over 1.5 seconds
    # Then every response status is 200
    # Then every response field "$.data.session_id" is {{session}}
    # Then every response field "$.data.status" is "terminated"
    ...


@when("a recharge of {int} is ordered")
def phrase_88():
    # steps/phrases/nexalayer.feature:271
    #
    # When I POST "/billing/recharge"
    #   """json
    #   {"amount": <amount>, "payment_method": "usdt"}
    #   """
    ...


@given("the score of the session before")
def phrase_89():
    # steps/phrases/nexalayer.feature:277
    #
    # When I GET "/sessions/{{session}}/health"
    # Then I remember the response field "$.data.health_score" as "score before"
    ...


@when("ten blocks are reported")
def phrase_90():
    # steps/phrases/nexalayer.feature:281
    #
    # When I POST "/sessions/{{session}}/report-event" 10 times
    #   """json
    #   {"event_type": "block"}
    #   """
    # Then every response status is 200
    ...


@then("the health of the session is below {value}, and no longer ok")
def phrase_91():
    # steps/phrases/nexalayer.feature:288
    #
    # When I GET "/sessions/{{session}}/health"
    # Then the response has these fields
    #   | field                 | expected                                           |
    #   | $.data.health_score   | is below <score>                                   |
    #   | $.data.recommendation | is one of "consider_rotate", "rotate_now", "pause" |
    ...


@given("three successes and one block are reported")
def phrase_92():
    # steps/phrases/nexalayer.feature:295
    #
    # When I POST "/sessions/{{session}}/report-event" 3 times
    #   """json
    #   {"event_type": "success"}
    #   """
    # Then every response status is 200
    # When I POST "/sessions/{{session}}/report-event"
    #   """json
    #   {"event_type": "block"}
    #   """
    # Then the response status is 200
    ...


@given("one success is reported for the first session, and three for the second")
def phrase_93():
    # steps/phrases/nexalayer.feature:307
    #
    # Given I remember [{{first}}, {{second}}] as "both"
    # Given I remember [{{first}}, {{second}}, {{second}}, {{second}}] as "successful ones"
    # When I POST "/sessions/{{each successful ones}}/report-event"
    #   """json
    #   {"event_type": "success"}
    #   """
    # Then every response status is 200
    ...


@then("of the three entries of the batch the second has failed")
def phrase_94():
    # steps/phrases/nexalayer.feature:317
    #
    # Then the response has a field "$.data.results[0]['success','status']" that is one of true, "ok"
    # Then the response has a field "$.data.results[1]['success','status']" that is one of false, "error"
    # Then the response has a field "$.data.results[2]['success','status']" that is one of true, "ok"
    # Then the response has no field "$.data.results[0,2].success" that is false
    # Then the response has no field "$.data.results[1].success" that is true
    ...


@then("the success rate of the first session is {value}, of the second {value}")
def phrase_95():
    # steps/phrases/nexalayer.feature:324
    #
    # Given I remember [<first>, <second>] as "rates"
    # When I GET "/sessions/{{each both}}/health"
    # Then every response field "$.data.success_rate" is {{each rates}}
    ...


@then("nothing of the session is told")
def phrase_96():
    # steps/phrases/nexalayer.feature:329
    #
    # Then the response has no field "$..host" that is {{proxy.host}}
    # Then the response has no field "$..username" that is {{proxy.username}}
    ...


@given("an active dynamic session, with a success reported")
def phrase_97():
    # steps/phrases/nexalayer.feature:334
    #
    # Given the cheapest dynamic product
    # When a dynamic session is ordered
    # Then the session becomes active
    # When a "success" event is reported
    # Then the response status is 200
    ...


@then("the session of the first agent is as it was")
def phrase_98():
    # steps/phrases/nexalayer.feature:341
    #
    # Given I use the account called "agent"
    # When I GET "/sessions/{{session}}"
    # Then the response status is 200
    # Then the response field "$.data.status" is "active"
    # Then the response has the same fields as the response "active session"
    #   | field                 |
    #   | $.data.proxy.host     |
    #   | $.data.proxy.port     |
    #   | $.data.proxy.username |
    #   | $.data.proxy.password |
    ...


@then("no event of another agent is counted")
def phrase_99():
    # steps/phrases/nexalayer.feature:353
    #
    # Given I use the account called "agent"
    # When I GET "/sessions/{{session}}/health"
    # Then the response field "$.data.success_rate" is 1
    ...


@given("the tester")
def phrase_100():
    # steps/phrases/thunderphone.feature:7
    #
    # Given the API "thunderphone"
    # Given the requests carry the bearer token "{{thunderphone.key}}"
    # Given the target names "thunderphone.agent"
    ...


@when("a test call is ordered in which {string}")
def phrase_101():
    # steps/phrases/thunderphone.feature:12
    #
    # When I POST "/test-calls"
    #   """json
    #   {
    #     "target_type": "agent",
    #     "target_id": {{thunderphone.agent}},
    #     "direction": "outbound",
    #     "consent_to_charge": true,
    #     "scenario_prompt": "<scenario>"
    #   }
    #   """
    # Then the response status is one of 200, 201
    # Then I remember the response field "$.id" as "run"
    ...


@when("an inbound test call is ordered in which {string}")
def phrase_102():
    # steps/phrases/thunderphone.feature:26
    #
    # When I POST "/test-calls"
    #   """json
    #   {
    #     "target_type": "agent",
    #     "target_id": {{thunderphone.agent}},
    #     "direction": "inbound",
    #     "consent_to_charge": true,
    #     "scenario_prompt": "<scenario>"
    #   }
    #   """
    # Then the response status is one of 200, 201
    # Then I remember the response field "$.id" as "run"
    ...


@when("a test call to the broken agent is ordered")
def phrase_103():
    # steps/phrases/thunderphone.feature:40
    #
    # When I POST "/test-calls"
    #   """json
    #   {
    #     "target_type": "agent",
    #     "target_id": {{thunderphone.broken_agent}},
    #     "direction": "outbound",
    #     "consent_to_charge": true,
    #     "scenario_prompt": "A caller asks for the opening hours of a museum."
    #   }
    #   """
    # Then the response status is one of 200, 201
    # Then I remember the response field "$.id" as "run"
    ...


@then("the test call is completed")
def phrase_104():
    # steps/phrases/thunderphone.feature:55
    #
    # When I poll "/test-calls" page by page until the field "$[?(@.id == {{run}})].status" is "completed", and fail at once if the field "$[?(@.id == {{run}})].status" is "failed"
    # Then the response field "$[?(@.id == {{run}})].call_id" is a whole number
    # Then I remember the response field "$[?(@.id == {{run}})].call_id" as "calls"
    # Then I remember {{calls[0]}} as "call"
    ...


@given("a completed test call in which {string}")
def phrase_105():
    # steps/phrases/thunderphone.feature:61
    #
    # Given the tester
    # When a test call is ordered in which "<scenario>"
    # Then the test call is completed
    ...


@when("a test call is ordered and completed in which {string}")
def phrase_106():
    # steps/phrases/thunderphone.feature:66
    #
    # When a test call is ordered in which "<scenario>"
    # Then the test call is completed
    ...


@given("another completed test call in which {string}")
def phrase_107():
    # steps/phrases/thunderphone.feature:70
    #
    # When a test call is ordered in which "<scenario>"
    # Then the test call is completed
    ...


@when("the transcript is read")
def phrase_108():
    # steps/phrases/thunderphone.feature:74
    #
    # When I poll "/calls/{{call}}/transcript" until the field "$.transcripts" has at least 1 item
    ...


@given("the transcript has been read before")
def phrase_109():
    # steps/phrases/thunderphone.feature:77
    #
    # When the transcript is read
    ...


@then("the transcript is a conversation of both sides")
def phrase_110():
    # steps/phrases/thunderphone.feature:80
    #
    # Then the response field "$.call_id" is {{call}}
    # Then the response has these fields
    #   | field                    | expected             |
    #   | $.transcripts            | has at least 2 items |
    #   | $.transcripts[*].role    | is a text            |
    #   | $.transcripts[*].role    | is not empty         |
    #   | $.transcripts[*].content | is a text            |
    #   | $.transcripts[*].content | is not empty         |
    # Then I remember the response field "$.transcripts[*].role" as "roles"
    # Then the response has a field "$.transcripts[*].role" that is not {{roles[0]}}
    ...


@then("the conversation is about {string}")
def phrase_111():
    # steps/phrases/thunderphone.feature:92
    #
    # Then the response field "$.call_id" is {{call}}
    # Then the response has a field "$.transcripts[*].content" that is about "<topic>"
    ...


@when("the grade is waited for")
def phrase_112():
    # steps/phrases/thunderphone.feature:96
    #
    # When I poll "/calls/{{call}}/grade" until the field "$.status" is "completed", and fail at once if the field "$.status" is one of "failed", "skipped_recording_disabled"
    ...


@then("no test call was made in which {string}")
def phrase_113():
    # steps/phrases/thunderphone.feature:99
    #
    # When I GET "/test-calls" page by page
    # Then the response status is 200
    # Then the response has no field "$[*].scenario_prompt" that contains "<scenario>"
    ...


@then("the tester finds no test call in which {string}")
def phrase_114():
    # steps/phrases/thunderphone.feature:104
    #
    # Given the tester
    # Then no test call was made in which "<scenario>"
    ...


@then("the order is refused because of its {string}")
def phrase_115():
    # steps/phrases/thunderphone.feature:109
    #
    # Then the response status is 400
    # Then the response text contains "<field>"
    ...


@then("the order is refused for want of consent")
def phrase_116():
    # steps/phrases/thunderphone.feature:114
    #
    # Then the response status is one of {{thunderphone.consent_refusals}}
    # Then the response text matches "(?is).*(consent|charge|pric|cost|\brates?\b|\bfees?\b|\bpa(y|id)|bill|money|agree|accept|approv|permi|confirm|authori|allow|twice|double).*"
    ...


@given("a test call without consent has been refused, to be made from {string}, in which {string}")
def phrase_117():
    # steps/phrases/thunderphone.feature:118
    #
    # When I POST "/test-calls"
    #   """json
    #   {
    #     "target_type": "agent",
    #     "target_id": {{thunderphone.agent}},
    #     "direction": "outbound",
    #     "consent_to_charge": false,
    #     "scenario_prompt": "<scenario>",
    #     "target_number": "<number>"
    #   }
    #   """
    # Then the response status is at least 400
    ...


@when("a batch is ordered without consent, in which {string}")
def phrase_118():
    # steps/phrases/thunderphone.feature:132
    #
    # When I POST "/test-call-batches"
    #   """json
    #   {
    #     "target_type": "agent",
    #     "target_id": {{thunderphone.agent}},
    #     "direction": "outbound",
    #     "consent_to_charge": false,
    #     "scenario_prompts": ["<scenario>"],
    #     "run_count": 2,
    #     "stagger_seconds": 0
    #   }
    #   """
    ...


@then("for a while no test call is made in which {string}")
def phrase_119():
    # steps/phrases/thunderphone.feature:146
    #
    # When I GET "/test-calls?limit=1" 2 times over {{thunderphone.quiet_seconds}} seconds
    # Then no test call was made in which "<scenario>"
    ...


@given("five everyday conversations")
def phrase_120():
    # steps/phrases/thunderphone.feature:150
    #
    # Given I remember these lists
    #   | conversations                                                                       |
    #   | A caller books a table for four people at an Italian restaurant for Friday evening. |
    #   | A patient asks the dentist for an appointment because a tooth hurts.                |
    #   | A guest cancels a hotel room because the flight was cancelled.                      |
    #   | A customer wants to know when the parcel with the new bicycle arrives.              |
    #   | A tenant reports that the heating in the flat is broken.                            |
    ...


@given("two everyday conversations")
def phrase_121():
    # steps/phrases/thunderphone.feature:159
    #
    # Given I remember these lists
    #   | conversations                                                                       |
    #   | A caller books a table for four people at an Italian restaurant for Friday evening. |
    #   | A tenant reports that the heating in the flat is broken.                            |
    ...


@given("two conversations that no other batch has")
def phrase_122():
    # steps/phrases/thunderphone.feature:165
    #
    # Given I remember these lists
    #   | conversations                                                       |
    #   | A customer wants to know when the parcel {{text 8}} arrives.        |
    #   | A tenant reports that the heating in the flat {{text 8}} is broken. |
    ...


@when("a batch of {value} test calls is ordered, {value} seconds apart")
def phrase_123():
    # steps/phrases/thunderphone.feature:171
    #
    # When I POST "/test-call-batches"
    #   """json
    #   {
    #     "target_type": "agent",
    #     "target_id": {{thunderphone.agent}},
    #     "direction": "outbound",
    #     "consent_to_charge": true,
    #     "scenario_prompts": {{conversations}},
    #     "run_count": <count>,
    #     "stagger_seconds": <stagger>
    #   }
    #   """
    # Then the response status is 201
    # Then I remember the response field "$.id" as "batch"
    # Then I remember the response field "$.run_ids" as "runs"
    ...


@given("a batch of two test calls to the broken agent is ordered")
def phrase_124():
    # steps/phrases/thunderphone.feature:188
    #
    # When I POST "/test-call-batches"
    #   """json
    #   {
    #     "target_type": "agent",
    #     "target_id": {{thunderphone.broken_agent}},
    #     "direction": "outbound",
    #     "consent_to_charge": true,
    #     "scenario_prompts": {{conversations}},
    #     "run_count": 2,
    #     "stagger_seconds": 0
    #   }
    #   """
    # Then the response status is 201
    # Then I remember the response field "$.id" as "batch"
    ...


@then("the batch is completed")
def phrase_125():
    # steps/phrases/thunderphone.feature:204
    #
    # When I poll "/test-call-batches/{{batch}}" until the field "$.status" is "completed", and fail at once if the field "$.status" is "failed"
    ...


@given("another batch of {value} test calls has been completed")
def phrase_126():
    # steps/phrases/thunderphone.feature:207
    #
    # When a batch of <count> test calls is ordered, 0 seconds apart
    # Then the batch is completed
    ...


@then("the batch names its {value} runs")
def phrase_127():
    # steps/phrases/thunderphone.feature:212
    #
    # Then the response field "$.run_ids" has <count> items
    # Then I remember the response field "$.run_ids" as "runs"
    ...


@then("the runs of the batch are looked up")
def phrase_128():
    # steps/phrases/thunderphone.feature:217
    #
    # When I poll "/test-calls" page by page until the field "$[?(@.id == {{runs[0]}})].id" is {{runs[0]}}
    # Then I remember the response field "$[*]" as "all runs"
    # Then I remember from {{all runs}} the items whose "$.id" is one of {{runs}} as "batch runs"
    ...


@then("both conversations were used in turn")
def phrase_129():
    # steps/phrases/thunderphone.feature:222
    #
    # Then I remember from {{batch runs}} the items whose "$.id" is {{runs[0]}} as "run 1"
    # Then I remember from {{batch runs}} the items whose "$.id" is {{runs[1]}} as "run 2"
    # Then I remember from {{batch runs}} the items whose "$.id" is {{runs[2]}} as "run 3"
    # Then I remember from {{batch runs}} the items whose "$.id" is {{runs[3]}} as "run 4"
    # Then I remember from {{batch runs}} the items whose "$.id" is {{runs[4]}} as "run 5"
    # Then the value {{run 1[0].scenario_prompt}} is {{conversations[0]}}
    # Then the value {{run 2[0].scenario_prompt}} is {{conversations[1]}}
    # Then the value {{run 3[0].scenario_prompt}} is {{conversations[0]}}
    # Then the value {{run 4[0].scenario_prompt}} is {{conversations[1]}}
    # Then the value {{run 5[0].scenario_prompt}} is {{conversations[0]}}
    ...


@then("{value} runs of the batch are completed")
def phrase_130():
    # steps/phrases/thunderphone.feature:234
    #
    # Then I remember from {{batch runs}} the items whose "$.status" is "completed" as "completed runs"
    # Then the value {{completed runs}} has <count> items
    ...


@then("each call of the runs {value} reaches the threshold")
def phrase_131():
    # steps/phrases/thunderphone.feature:238
    #
    # Then the value {{batch runs[*].id}} contains all of <runs>
    # When I poll "/calls/{{each batch runs.call_id}}/grade" until the field "$.status" is "completed", and fail at once if the field "$.status" is one of "failed", "skipped_recording_disabled"
    # Then every response field "$.call_id" is {{each batch runs.call_id}}
    # Then every response field "$.score" is a score of at least {{thunderphone.threshold}}
    ...


@then("{value} runs of the batch are charged at twice the rate")
def phrase_132():
    # steps/phrases/thunderphone.feature:244
    #
    # Then I remember from {{batch runs}} the items whose "$.charge_multiplier" is 2 as "charged runs"
    # Then the value {{charged runs}} has <count> items
    ...


@then("{value} runs of the batch have the conversation {value}")
def phrase_133():
    # steps/phrases/thunderphone.feature:248
    #
    # Then I remember from {{batch runs}} the items whose "$.scenario_prompt" is <conversation> as "runs of it"
    # Then the value {{runs of it}} has <count> items
    ...


@then("each of the five conversations was held four times")
def phrase_134():
    # steps/phrases/thunderphone.feature:252
    #
    # Then 4 runs of the batch have the conversation {{conversations[0]}}
    # Then 4 runs of the batch have the conversation {{conversations[1]}}
    # Then 4 runs of the batch have the conversation {{conversations[2]}}
    # Then 4 runs of the batch have the conversation {{conversations[3]}}
    # Then 4 runs of the batch have the conversation {{conversations[4]}}
    ...


@then("the transcript of each call of the batch is a conversation of both sides")
def phrase_135():
    # steps/phrases/thunderphone.feature:259
    #
    # When I poll "/calls/{{each batch runs.call_id}}/transcript" until the field "$.transcripts" has at least 1 item
    # Then every response field "$.call_id" is {{each batch runs.call_id}}
    # Then every response has these fields
    #   | field                    | expected             |
    #   | $.transcripts            | has at least 2 items |
    #   | $.transcripts[*].role    | is a text            |
    #   | $.transcripts[*].role    | is not empty         |
    #   | $.transcripts[*].content | is a text            |
    #   | $.transcripts[*].content | is not empty         |
    # Then every response has a field "$.transcripts[?(@.role != $.transcripts[0].role)].role" that is a text
    ...


@when("the calls of the batch are looked at")
def phrase_136():
    # steps/phrases/thunderphone.feature:271
    #
    # When I GET "/calls/{{each batch runs.call_id}}"
    ...


@given("a webhook endpoint for {string}")
def phrase_137():
    # steps/phrases/thunderphone.feature:274
    #
    # Given I open a webhook inbox called "inbox"
    # When I POST "/developer/webhook-endpoints"
    #   """json
    #   {"label": "Acceptance suite", "url": "{{inbox}}?source=acceptance", "events": ["<event>"]}
    #   """
    # Then the response status is 201
    # Then the response field "$.id" is a UUID
    # Then I remember the response field "$.id" as "endpoint"
    # Then I remember the response field "$.secret" as "webhook secret"
    ...


@then("the end of the run {value} is announced")
def phrase_138():
    # steps/phrases/thunderphone.feature:286
    #
    # Then a webhook arrives within {{thunderphone.webhook_seconds}} seconds with
    #   | field                                    | expected                 |
    #   | $.type                                   | is "test-call.completed" |
    #   | $[?(@.run_id == <run> || @.id == <run>)] | is present               |
    ...


@then("the end of the run {value} is not announced again")
def phrase_139():
    # steps/phrases/thunderphone.feature:292
    #
    # Then no further webhook arrives within {{thunderphone.quiet_seconds}} seconds with
    #   | field                                    | expected                 |
    #   | $.type                                   | is "test-call.completed" |
    #   | $[?(@.run_id == <run> || @.id == <run>)] | is present               |
    ...


@then("the end of the run {value} is announced, signed, with its call {value}")
def phrase_140():
    # steps/phrases/thunderphone.feature:298
    #
    # Then the end of the run <run> is announced
    # Then every webhook is signed in both ways
    # Then the webhook field "$.data.status" is "completed"
    # Then the webhook field "$.data.call_id" is <call>
    ...


@then("every webhook is signed in both ways")
def phrase_141():
    # steps/phrases/thunderphone.feature:305
    #
    # Then every webhook signature "v1" with the secret "{{webhook secret}}" is "valid"
    # Then every webhook signature "v2" with the secret "{{webhook secret}}" is "valid"
    ...


@then("the grade of the call {value} is announced")
def phrase_142():
    # steps/phrases/thunderphone.feature:309
    #
    # Then a webhook arrives within {{thunderphone.webhook_seconds}} seconds with
    #   | field          | expected         |
    #   | $.type         | is "call.graded" |
    #   | $.data.call_id | is <call>        |
    ...


@then("the webhook tells the score that the call {value} has")
def phrase_143():
    # steps/phrases/thunderphone.feature:315
    #
    # When I poll "/calls/<call>/grade" until the field "$.status" is "completed", and fail at once if the field "$.status" is one of "failed", "skipped_recording_disabled"
    # Then I remember the response field "$.score" as "score"
    # Then the webhook has a field "$.data..score" that is the score {{score}}
    ...


@then("the grade of the call {value} is not announced")
def phrase_144():
    # steps/phrases/thunderphone.feature:320
    #
    # Then no further webhook arrives within {{thunderphone.quiet_seconds}} seconds with
    #   | field          | expected         |
    #   | $.type         | is "call.graded" |
    #   | $.data.call_id | is <call>        |
    ...


@given("the webhook endpoint is deleted")
def phrase_145():
    # steps/phrases/thunderphone.feature:326
    #
    # When I DELETE "/developer/webhook-endpoints/{{endpoint}}"
    # Then the response status is 204
    ...


@given("the corpus has been called")
def phrase_146():
    # steps/phrases/thunderphone.feature:332
    #
    # When I POST "/test-call-batches" for each 20 rows of "corpus.json"
    #   """json
    #   {
    #     "target_type": "agent",
    #     "target_id": {{thunderphone.agent}},
    #     "direction": "outbound",
    #     "consent_to_charge": true,
    #     "name": "Regression corpus",
    #     "scenario_prompts": {{rows.scenario_prompt}},
    #     "run_count": {{rows.count}},
    #     "stagger_seconds": 0
    #   }
    #   """
    # Then every response status is 201
    # Then I remember every response field "$.run_ids[*]" as "corpus runs"
    # Then I remember every response field "$.id" as "corpus batches"
    # When I poll "/test-call-batches/{{each corpus batches}}" until the field "$.status" is one of "completed", "failed"
    ...


@when("the run of the entry {string} is looked up")
def phrase_147():
    # steps/phrases/thunderphone.feature:352
    #
    # When I poll "/test-calls" page by page until the field "$[?(@.id == {{corpus runs[0]}})].id" is {{corpus runs[0]}}
    # Then I remember the response field "$[*]" as "all runs"
    # Then I remember from {{all runs}} the items whose "$.id" is one of {{corpus runs}} as "runs of the corpus"
    # Then I remember from {{runs of the corpus}} the items whose "$.scenario_prompt" is "<scenario>" as "runs of the entry"
    # Then the value {{runs of the entry}} has at least 1 item
    # Then I remember {{runs of the entry[0]}} as "entry run"
    # Then I remember {{entry run.call_id}} as "call"
    ...


@then("the run of the entry is graded")
def phrase_148():
    # steps/phrases/thunderphone.feature:362
    #
    # Then the value {{entry run.status}} is "completed"
    # When the grade is waited for
    # Then I remember the response field "$.score" as "score"
    # Then I remember the response field "$.call_outcome" as "outcome"
    # Then I remember the response as "grade"
    ...


@then("the run {value} reaches the threshold and ends as {string}")
def phrase_149():
    # steps/phrases/thunderphone.feature:369
    #
    # Then the value {{entry run.id}} is <run>
    # Then I return to the response "grade"
    # Then the response field "$.score" is a score of at least {{thunderphone.threshold}}
    # Then the response field "$.call_outcome" is "<outcome>"
    ...


@when("the conversations are held with the agent {value} of {string}")
def phrase_150():
    # steps/phrases/thunderphone.feature:375
    #
    # When I POST "/test-call-batches"
    #   """json
    #   {
    #     "target_type": "agent",
    #     "target_id": <agent>,
    #     "direction": "outbound",
    #     "consent_to_charge": true,
    #     "scenario_prompts": {{conversations}},
    #     "run_count": 5,
    #     "stagger_seconds": 0
    #   }
    #   """
    # Then the response status is 201
    # Then I remember the response field "$.id" as "batch"
    # Then I remember the response field "$.run_ids" as "runs"
    # Then the batch is completed
    # Then the runs of the batch are looked up
    # Then 5 runs of the batch are completed
    # When I poll "/calls/{{each batch runs.call_id}}/grade" until the field "$.status" is "completed", and fail at once if the field "$.status" is one of "failed", "skipped_recording_disabled"
    # Then every response field "$.score" is a score
    # Then I remember every response field "$.score" as "<product> scores"
    # When I GET "/calls/{{each batch runs.call_id}}"
    # Then every response has these fields
    #   | field              | expected       |
    #   | $.product          | is "<product>" |
    #   | $.duration_seconds | is above 0     |
    # Then I remember every response field "$.duration_seconds" as "<product> durations"
    ...


@then("the transcript of the call {value} is about {string}")
def phrase_151():
    # steps/phrases/thunderphone.feature:404
    #
    # Given I remember <call> as "call"
    # When the transcript is read
    # Then the conversation is about "<topic>"
    ...


@then("the test call was accepted as {string}, {string}, {string}")
def phrase_152():
    # steps/phrases/thunderphone.feature:409
    #
    # Then the response status is one of 200, 201
    # Then the response has these fields
    #   | field               | expected         |
    #   | $.target_type       | is "<type>"      |
    #   | $.direction         | is "<direction>" |
    #   | $.mode              | is "<mode>"      |
    #   | $.charge_multiplier | is 2             |
    # Then I remember the response field "$.id" as "run"
    ...


@then("the list shows the run as {string}, {string}, {string}")
def phrase_153():
    # steps/phrases/thunderphone.feature:419
    #
    # Then the response has these fields
    #   | field                             | expected         |
    #   | $[?(@.id == {{run}})].target_type | is "<type>"      |
    #   | $[?(@.id == {{run}})].direction   | is "<direction>" |
    #   | $[?(@.id == {{run}})].mode        | is "<mode>"      |
    ...


@then("the call has a conversation about {string}")
def phrase_154():
    # steps/phrases/thunderphone.feature:426
    #
    # When the transcript is read
    # Then the transcript is a conversation of both sides
    # Then the conversation is about "<topic>"
    ...


@given("the batch is waited for, and its wall time noted")
def phrase_155():
    # steps/phrases/thunderphone.feature:431
    #
    # Then the batch is completed
    # Then I remember the time of the latest act as "wall time"
    # Then the runs of the batch are looked up
    ...


@then("the end of none of these three runs is announced again")
def phrase_156():
    # steps/phrases/thunderphone.feature:436
    #
    # Then no further webhook arrives within {{thunderphone.quiet_seconds}} seconds with
    #   | field                                                                                                                                                    | expected                 |
    #   | $.type                                                                                                                                                   | is "test-call.completed" |
    #   | $[?(@.run_id == {{runs[0]}} || @.run_id == {{runs[1]}} || @.run_id == {{runs[2]}} || @.id == {{runs[0]}} || @.id == {{runs[1]}} || @.id == {{runs[2]}})] | is present               |
    ...


@given("the end of that run was announced")
def phrase_157():
    # steps/phrases/thunderphone.feature:442
    #
    # Then the end of the run {{run}} is announced
    ...


@when("a webhook endpoint is made twice")
def phrase_158():
    # steps/phrases/thunderphone.feature:445
    #
    # Given I open a webhook inbox called "inbox"
    # When I POST "/developer/webhook-endpoints" 2 times
    #   """json
    #   {"label": "Acceptance suite", "url": "{{inbox}}", "events": ["call.graded"]}
    #   """
    # Then every response status is 201
    ...


@when("the completed test call is graded")
def phrase_159():
    # steps/phrases/thunderphone.feature:453
    #
    # Then the test call is completed
    # When the grade is waited for
    # Then I remember the response field "$.score" as "score"
    ...


@then("the transcript of the entry is remembered")
def phrase_160():
    # steps/phrases/thunderphone.feature:458
    #
    # When the transcript is read
    # Then the transcript is a conversation of both sides
    # Then I remember the response field "$.transcripts[*]" as "transcript"
    ...


@given("a job asking {string}")
def phrase_161():
    # steps/phrases/timmy.feature:7
    #
    # Given the API "timmy"
    # When I POST "/jobs"
    #   """json
    #   {"request": "<question>"}
    #   """
    # Then the response status is 201
    # Then I remember the response field "$.jobId" as "job"
    # Then I remember the response as "created"
    ...


@given("another job asking {string}")
def phrase_162():
    # steps/phrases/timmy.feature:18
    #
    # Given the API "timmy"
    # When I POST "/jobs"
    #   """json
    #   {"request": "<question>"}
    #   """
    # Then the response status is 201
    # Then I remember the response field "$.jobId" as "other job"
    ...


@given("three jobs with the same request")
def phrase_163():
    # steps/phrases/timmy.feature:27
    #
    # Given the API "timmy"
    # When I POST "/jobs" 3 times
    #   """json
    #   {"request": "What is a glacier?"}
    #   """
    # Then I remember every response field "$.jobId" as "jobs"
    ...


@when("each of the jobs is looked at")
def phrase_164():
    # steps/phrases/timmy.feature:35
    #
    # When I GET "/jobs/{{each jobs}}"
    ...


@when("the evaluation invoice is paid")
def phrase_165():
    # steps/phrases/timmy.feature:39
    #
    # When I GET "/jobs/{{job}}"
    # Then I remember the response field "$.evalInvoice.paymentHash" as "evaluation hash"
    # When I POST "/dev/stub/pay/{{evaluation hash}}"
    # Then the response status is 200
    ...


@given("the job was created with a bill of 10 sats")
def phrase_166():
    # steps/phrases/timmy.feature:45
    #
    # Then the response has these fields
    #   | field                        | expected                              |
    #   | $.jobId                      | is a UUID                             |
    #   | $.evalInvoice.amountSats     | is 10                                 |
    #   | $.evalInvoice.paymentRequest | matches "lnbcrt10u1stub_[0-9a-z]{16}" |
    ...


@given("the job waits for the payment of its evaluation")
def phrase_167():
    # steps/phrases/timmy.feature:52
    #
    # When I GET "/jobs/{{job}}"
    # Then the response field "$.state" is "awaiting_eval_payment"
    ...


@given("the hash of its evaluation is known, and one that ends with another digit")
def phrase_168():
    # steps/phrases/timmy.feature:57
    #
    # When I GET "/jobs/{{job}}"
    # Then I remember the response field "$.evalInvoice.paymentHash" as "evaluation hash"
    # Then I remember the response field "$.evalInvoice.paymentHash.(`sub(/0$/, 1)`|`sub(/[^0]$/, 0)`)" as "altered hash"
    ...


@then("the payment of the evaluation is confirmed")
def phrase_169():
    # steps/phrases/timmy.feature:62
    #
    # Then the response has these fields
    #   | field         | expected                  |
    #   | $.ok          | is true                   |
    #   | $.paymentHash | is {{evaluation hash}}    |
    #   | $.paymentHash | matches "[0-9a-fA-F]{64}" |
    ...


@when("the evaluation invoice is paid again")
def phrase_170():
    # steps/phrases/timmy.feature:70
    #
    # When I POST "/dev/stub/pay/{{evaluation hash}}"
    ...


@when("the work invoice is paid again")
def phrase_171():
    # steps/phrases/timmy.feature:73
    #
    # When I POST "/dev/stub/pay/{{work hash}}"
    ...


@then("the job is accepted")
def phrase_172():
    # steps/phrases/timmy.feature:76
    #
    # When I poll "/jobs/{{job}}" until the field "$.state" is "awaiting_work_payment", and fail at once if the field "$.state" is one of "rejected", "complete", "failed"
    ...


@then("the job is accepted for {int} sats")
def phrase_173():
    # steps/phrases/timmy.feature:79
    #
    # Then the job is accepted
    # Then the response has these fields
    #   | field                        | expected                                  |
    #   | $.workInvoice.amountSats     | is <sats>                                 |
    #   | $.workInvoice.paymentRequest | matches "lnbcrt<sats>u1stub_[0-9a-z]{16}" |
    ...


@given("an accepted job asking {string}")
def phrase_174():
    # steps/phrases/timmy.feature:86
    #
    # Given a job asking "<question>"
    # When the evaluation invoice is paid
    # Then the job is accepted
    ...


@when("the work invoice is paid")
def phrase_175():
    # steps/phrases/timmy.feature:91
    #
    # When I GET "/jobs/{{job}}"
    # Then I remember the response field "$.workInvoice.paymentHash" as "work hash"
    # When I POST "/dev/stub/pay/{{work hash}}"
    # Then the response status is 200
    ...


@then("the job is complete")
def phrase_176():
    # steps/phrases/timmy.feature:97
    #
    # When I poll "/jobs/{{job}}" until the field "$.state" is "complete", and fail at once if the field "$.state" is one of "rejected", "failed"
    ...


@then("the job is rejected")
def phrase_177():
    # steps/phrases/timmy.feature:101
    #
    # When I poll "/jobs/{{job}}" until the field "$.state" is "rejected", and fail at once if the field "$.state" is one of "awaiting_work_payment", "complete", "failed"
    ...


@when("the job is watched")
def phrase_178():
    # steps/phrases/timmy.feature:104
    #
    # When I GET "/jobs/{{job}}" 7 times over 1.8 seconds
    ...


@when("the job is looked at again and again")
def phrase_179():
    # steps/phrases/timmy.feature:108
    #
    # When I GET "/jobs/{{job}}" 6 times over 2 seconds
    ...


@when("the bystander is looked at again and again")
def phrase_180():
    # steps/phrases/timmy.feature:112
    #
    # When I GET "/jobs/{{bystander}}" 6 times over 2 seconds
    ...


@when("the other job is looked at again and again")
def phrase_181():
    # steps/phrases/timmy.feature:115
    #
    # When I GET "/jobs/{{other job}}" 6 times over 2 seconds
    ...


@when("the older and the other job are looked at again and again, in turns")
def phrase_182():
    # steps/phrases/timmy.feature:119
    #
    # Given I remember these lists
    #   | turns         |
    #   | {{older job}} |
    #   | {{other job}} |
    #   | {{older job}} |
    #   | {{other job}} |
    #   | {{older job}} |
    #   | {{other job}} |
    # When I GET "/jobs/{{each turns}}" 6 times over 2 seconds
    ...


@then("every answer was about the job")
def phrase_183():
    # steps/phrases/timmy.feature:130
    #
    # Then every response status is 200
    # Then every response field "$.jobId" is {{job}}
    ...


@then("the job is never seen complete")
def phrase_184():
    # steps/phrases/timmy.feature:134
    #
    # Then every response status is 200
    # Then every response field "$.state" is not "complete"
    # Then every response field "$.result" is missing
    ...


@then("no bill for the work and no answer was ever shown")
def phrase_185():
    # steps/phrases/timmy.feature:139
    #
    # Then every response has these fields
    #   | field         | expected   |
    #   | $.workInvoice | is missing |
    #   | $.result      | is missing |
    ...


@when("a visitor asks the demo {string}")
def phrase_186():
    # steps/phrases/timmy.feature:145
    #
    # Given the API "timmy"
    # Given the query parameter "request" is "<question>"
    # When I GET "/demo"
    ...


@when("the visitor asks the demo five times")
def phrase_187():
    # steps/phrases/timmy.feature:150
    #
    # Given the query parameter "request" is "What is a glacier?"
    # When I GET "/demo" 5 times
    ...


@when("the visitor goes on asking")
def phrase_188():
    # steps/phrases/timmy.feature:155
    #
    # Given the query parameter "request" is "What is a comet?"
    # When I GET "/demo" 3 times over 1.5 seconds
    ...


@then("the visitor is answered")
def phrase_189():
    # steps/phrases/timmy.feature:159
    #
    # Then every response status is 200
    # Then every response field "$.result" is not blank
    ...


@then("the visitor is refused with a reason")
def phrase_190():
    # steps/phrases/timmy.feature:163
    #
    # Then every response status is 429
    # Then every response field "$.error" is not blank
    ...


@given("a new visitor of the demo")
def phrase_191():
    # steps/phrases/timmy.feature:167
    #
    # Given the API "timmy"
    # Given I send from a client address of my own
    ...


@given("a visitor who has used up the free questions")
def phrase_192():
    # steps/phrases/timmy.feature:171
    #
    # Given a new visitor of the demo
    # When the visitor asks the demo five times
    # Then every response status is 200
    ...


@given("the next question of this visitor is refused")
def phrase_193():
    # steps/phrases/timmy.feature:176
    #
    # When a visitor asks the demo "What is a volcano?"
    # Then the response status is 429
    ...


@given("the job has been accepted")
def phrase_194():
    # steps/phrases/timmy.feature:180
    #
    # Then the job is accepted
    ...


@given("the job has been rejected")
def phrase_195():
    # steps/phrases/timmy.feature:183
    #
    # Then the job is rejected
    ...


@given("a completed job asking {string}")
def phrase_196():
    # steps/phrases/timmy.feature:186
    #
    # Given a job asking "<question>"
    # When the evaluation invoice is paid
    # Then the job is accepted
    # When the work invoice is paid
    # Then the job is complete
    ...


@then("the job is still accepted with the same bill")
def phrase_197():
    # steps/phrases/timmy.feature:193
    #
    # Then every response field "$.state" is "awaiting_work_payment"
    # Then every response has the same fields as the response "accepted"
    #   | field                        |
    #   | $.workInvoice.paymentRequest |
    #   | $.workInvoice.amountSats     |
    #   | $.workInvoice.paymentHash    |
    ...


@then("the job is still complete with the same result")
def phrase_198():
    # steps/phrases/timmy.feature:201
    #
    # Then every response field "$.state" is "complete"
    # Then every response has the same fields as the response "completed"
    #   | field    |
    #   | $.result |
    ...


@given("twenty questions on different topics")
def phrase_199():
    # steps/phrases/timmy.feature:207
    #
    # Given the API "timmy"
    # Given I remember these lists
    #   | question                       | related                                                             |
    #   | What is a glacier?             | ice, snow, frozen, mass                                             |
    #   | What is a volcano?             | lava, magma, erupts, ash, molten, mountain, opening, vent           |
    #   | What is photosynthesis?        | plants, chlorophyll, leaves, sunlight                               |
    #   | What is a violin?              | strings, bow, instrument, music                                     |
    #   | What is chess?                 | board, king, queen, pawns, game, strategy, squares                  |
    #   | What is a comet?               | tail, orbit, nucleus, solar, sun, dust, icy, ball                   |
    #   | What is yeast?                 | fungus, bread, dough, beer, ferment, microorganism, baking, alcohol |
    #   | What is a bicycle?             | wheels, pedals, ride, cyclist                                       |
    #   | What is a compass?             | north, needle, magnetic, navigation, direction                      |
    #   | What is an orchid?             | flower, petals, bloom                                               |
    #   | What is a penguin?             | bird, antarctic, flightless, seabird, swims, fly                    |
    #   | What is a lighthouse?          | ships, tower, coast, sailors, beacon, vessels, sea                  |
    #   | What is cheese?                | milk, curd, dairy                                                   |
    #   | What is a haiku?               | poem, syllables, japanese, verse                                    |
    #   | What is an earthquake?         | tectonic, seismic, fault, shaking, ground, sudden                   |
    #   | What is a vaccine?             | immune, disease, infection, antibodies, illness, protects           |
    #   | What is origami?               | paper, folding, crane                                               |
    #   | What is a telescope?           | lens, mirror, stars, distant, far, faraway                          |
    #   | What is the Lightning Network? | bitcoin, payments, channels, blockchain, BTC, transactions, layer   |
    #   | What is democracy?             | vote, voters, citizens, elections, people                           |
    ...


@when("all of them are asked, paid and worked on at the same time")
def phrase_200():
    # steps/phrases/timmy.feature:232
    #
    # When I POST "/jobs"
    #   """json
    #   {"request": "{{each question}}"}
    #   """
    # Then the field "$.jobId" differs in every response
    # Then the field "$.evalInvoice.paymentRequest" differs in every response
    # Then I remember every response field "$.jobId" as "jobs"
    # When I GET "/jobs/{{each jobs}}"
    # Then I remember every response field "$.evalInvoice.paymentHash" as "hashes"
    # When I POST "/dev/stub/pay/{{each hashes}}"
    # When I poll "/jobs/{{each jobs}}" until the field "$.state" is "awaiting_work_payment", and fail at once if the field "$.state" is one of "rejected", "failed"
    # Then I remember every response field "$.workInvoice.paymentHash" as "hashes"
    # When I POST "/dev/stub/pay/{{each hashes}}"
    # When I poll "/jobs/{{each jobs}}" until the field "$.state" is "complete", and fail at once if the field "$.state" is one of "rejected", "failed"
    ...


@then("each job has an answer to its own question")
def phrase_201():
    # steps/phrases/timmy.feature:248
    #
    # Then every response field "$.jobId" is {{each jobs}}
    # Then every response field "$.result" answers "{{each question}}" about "{{each related}}"
    # Then the field "$.result" differs in every response
    ...
